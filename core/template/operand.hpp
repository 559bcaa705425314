#pragma once

#include <cstdint>
#include <utility>

#include "core/value/value.hpp"

namespace gimlet::tmpl {

// A value while it is evaluated, with as much of Go's static type as its messages tell: the element of a
// map[string]interface{} has type interface{} whatever it holds. It owns its value or borrows one that
// outlives it.
class Operand {
 public:
  enum class Shape : std::uint8_t {
    invalid,    // Go's zero reflect.Value: no value at all
    interface,  // an interface{}, nil or not
    concrete
  };

  Operand() = default;
  Operand(Value value, Shape shape) : own_(std::move(value)), shape_(shape) {}

  static Operand borrow(const Value& value, Shape shape) {
    Operand operand;
    operand.ref_ = &value;
    operand.shape_ = shape;
    return operand;
  }
  // What a function's interface{} result or a pipeline's result is: nil is no value.
  static Operand result(Value value) {
    const Shape shape = value.is_nil() ? Shape::invalid : Shape::concrete;
    return {std::move(value), shape};
  }

  [[nodiscard]] const Value& get() const { return ref_ != nullptr ? *ref_ : own_; }
  [[nodiscard]] Value take() {
    if (ref_ != nullptr) return *ref_;
    return std::move(own_);
  }
  [[nodiscard]] bool borrowed() const { return ref_ != nullptr; }
  [[nodiscard]] Shape shape() const { return shape_; }
  [[nodiscard]] bool valid() const { return shape_ != Shape::invalid; }
  [[nodiscard]] bool is_nil() const { return get().is_nil(); }
  // The static type as Go's messages print it.
  [[nodiscard]] std::string type_name() const {
    return shape_ == Shape::interface ? "interface {}" : get().type_name();
  }
  // A view of the same value.
  [[nodiscard]] Operand view() const { return borrow(get(), shape_); }
  // What an interface{} holds; invalid if it is nil.
  void unwrap() { shape_ = is_nil() ? Shape::invalid : Shape::concrete; }

 private:
  Value own_;
  const Value* ref_ = nullptr;
  Shape shape_ = Shape::invalid;
};

}  // namespace gimlet::tmpl
