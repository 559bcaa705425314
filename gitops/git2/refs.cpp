#include "gitops/git2/refs.hpp"

#include "gitops/git2/error.hpp"
#include "gitops/git2/handle.hpp"
#include "gitops/git2/oid.hpp"

namespace gimlet::git2 {
namespace {

bool is_at(git_repository* repository, const std::string& name, const git_oid& id) {
  Reference reference;
  const int code = git_reference_lookup(out_ptr(reference), repository, name.c_str());
  if (code == GIT_ENOTFOUND) return false;
  check(code, "cannot read " + name);
  const git_oid* const target = git_reference_target(reference.get());  // nullptr: symbolic
  return target != nullptr && same(*target, id);
}

}  // namespace

bool move_ref(git_repository* repository, const std::string& name, const git_oid& from, const git_oid& to,
              const LogLine& log) {
  const std::string doing = "cannot move " + name;
  Transaction transaction;  // gives its lock back where it is not committed
  check(git_transaction_new(out_ptr(transaction), repository), doing);
  const int code = git_transaction_lock_ref(transaction.get(), name.c_str());
  if (code == GIT_ELOCKED) return false;
  check(code, doing);
  if (!is_at(repository, name, from)) return false;
  Signature who;
  if (git_signature_new(out_ptr(who), log.name.c_str(), log.email.c_str(), log.time, 0) < 0) {
    check(git_signature_new(out_ptr(who), "gimlet", "gimlet@localhost", log.time, 0), doing);  // it was blank
  }
  check(git_transaction_set_target(transaction.get(), name.c_str(), &to, who.get(), log.message.c_str()),
        doing);
  check(git_transaction_commit(transaction.get()), doing);
  return true;
}

}  // namespace gimlet::git2
