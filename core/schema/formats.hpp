#pragma once

#include <optional>
#include <string>
#include <string_view>

// The single formats: what is wrong with a text (format.hpp).
namespace gimlet::schema {

using FormatProblem = std::optional<std::string>;

FormatProblem json_pointer_problem(std::string_view text);
FormatProblem relative_json_pointer_problem(std::string_view text);
FormatProblem uuid_problem(std::string_view text);
FormatProblem regex_problem(std::string_view text);
FormatProblem semver_problem(std::string_view text);

FormatProblem date_problem(std::string_view text);
FormatProblem time_problem(std::string_view text);
FormatProblem date_time_problem(std::string_view text);
FormatProblem duration_problem(std::string_view text);
FormatProblem period_problem(std::string_view text);

FormatProblem ipv4_problem(std::string_view text);
FormatProblem ipv6_problem(std::string_view text);
FormatProblem hostname_problem(std::string_view text);
FormatProblem email_problem(std::string_view text);
FormatProblem uri_problem(std::string_view text);
FormatProblem uri_reference_problem(std::string_view text);
FormatProblem uri_template_problem(std::string_view text);

}  // namespace gimlet::schema
