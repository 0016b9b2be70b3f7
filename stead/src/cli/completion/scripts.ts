/**
 * What a shell reads once, to ask Stead at each press of the key: it calls the command as it was typed with `completion words -- WORDS`,
 * the last of them the one at the cursor. An answer is lines of a word, a tabulator and what it means; none: the shell offers files.
 */
export const scripts = {
  bash: `# source <(stead completion bash)
_stead() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("\${line%%$'\\t'*}")
  done < <("$1" completion words -- "\${COMP_WORDS[@]:1:COMP_CWORD-1}" "$2" 2>/dev/null </dev/null)
}
complete -o default -F _stead stead
`,
  zsh: `#compdef stead
# source <(stead completion zsh), after compinit; or as the file _stead in a folder of fpath
_stead() {
  local line
  local -a found
  for line in "\${(@f)$("\${words[1]}" completion words -- "\${(@)words[2,CURRENT]}" 2>/dev/null </dev/null)}"; do
    [[ -n $line ]] && found+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done
  if (( $#found )); then
    _describe stead found
  else
    _files
  fi
}
if [[ "\${funcstack[1]}" == _stead ]]; then
  _stead "$@"
else
  compdef _stead stead
fi
`,
  fish: `# stead completion fish | source
function __stead_words
    set -l typed (commandline -opc)
    $typed[1] completion words -- $typed[2..] (commandline -ct) 2>/dev/null </dev/null
end
complete -c stead -f -a '(__stead_words)'
complete -c stead -s c -l config -r -F
`,
} as const satisfies Readonly<Record<string, string>>;
