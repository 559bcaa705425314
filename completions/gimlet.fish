# Completion of gimlet for fish: the program itself knows its commands, options and values.
function __gimlet_complete
    set -l words (commandline -opc) (commandline -ct)
    gimlet __complete -- $words[2..-1] 2>/dev/null
end
complete -c gimlet -a '(__gimlet_complete)'
