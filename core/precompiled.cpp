// The headers that most files read are compiled once, for all targets (core/settings.cmake).
