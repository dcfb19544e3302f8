# SPDX-License-Identifier: Apache-2.0
# zsh -f tab.zsh FOLDER LINE…: an interactive zsh that finds completion functions in FOLDER; for each LINE prints what it
# becomes when Tab is pressed behind it. Only the terminal is not a person's.
zmodload zsh/zpty
zpty shell zsh -f -i
# Until what was printed holds $1, control sequences aside; 10 s at most.
heard() {
    local piece
    said=
    repeat 200; do
        while zpty -r -t shell piece; do said+=$piece; done
        plain=${said//$'\e['[0-9;?]#[a-zA-Z]/}
        plain=${plain//?$'\b'/}
        [[ $plain == *$1* ]] && return 0
        sleep 0.05
    done
    return 1
}
setopt extended_glob
zpty -w shell "PS1='> '; unsetopt zle_bracketed_paste; fpath=(${(q)1} \$fpath); autoload -U compinit; compinit -u -D"
zpty -w shell 'print -r -- REA''DY'
heard READY || { print -r -- "no shell: ${(V)said}"; exit 1 }
for line in "${@:2}"; do
    zpty -w -n shell $line$'\t'$'\x01'"print -r -- 'BECAME:"$'\x05'"'"$'\n'
    heard $'\nBECAME:' || { print -r -- "nothing: ${(V)said}"; continue }
    print -r -- ${${${(f)plain}[(r)BECAME:*]}#BECAME:}
done
zpty -d shell
