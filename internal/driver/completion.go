package driver

import (
	"errors"
	"flag"
	"fmt"
	"strings"
)

// completion prints a script that teaches a shell our flags and their values.
func completion(s *session, args []string) (int, error) {
	var err error
	if s.opts, err = parseOptions([]string{"-config=none"}, s.stdout); err != nil {
		return 0, err
	}
	if err := s.configure(); err != nil {
		return 0, err
	}
	words := s.completions()
	script := ""
	switch shell := strings.Join(args, " "); shell {
	case "bash":
		script = bashScript(words)
	case "zsh":
		script = zshScript(words)
	case "fish":
		script = fishScript(words)
	case "":
		return 0, errors.New("completion: name the shell: bash, zsh or fish")
	default:
		return 0, fmt.Errorf("completion: no shell %q; choose bash, zsh or fish", shell)
	}
	_, err = fmt.Fprint(s.stdout, script)
	return exitClean, err
}

// A word is a flag with what it can be given.
type word struct {
	name, usage string
	boolean     bool
	values      []string
	files, dirs bool
}

func (s *session) completions() []word {
	var rules, checks []string
	for _, c := range s.suite.Checks {
		checks = append(checks, c.Name())
		rules = append(rules, c.Name())
		for _, k := range c.Kinds {
			rules = append(rules, c.Name()+"/"+k.ID)
		}
	}
	values := map[string][]string{
		"format": formatNames(), "color": {"auto", "always", "never"}, "fail": {"error", "warning", "note", "none"},
		"checks": checks, "explain": rules, "os": {"linux", "darwin", "windows", "freebsd", "openbsd", "netbsd", "dragonfly", "solaris", "aix"},
	}
	var words []word
	new(options).flags().VisitAll(func(f *flag.Flag) {
		b, ok := f.Value.(interface{ IsBoolFlag() bool })
		_, usage := flag.UnquoteUsage(f)
		words = append(words, word{
			name: f.Name, usage: usage, boolean: ok && b.IsBoolFlag(), values: values[f.Name],
			files: f.Name == "baseline" || f.Name == "config" || f.Name == "o", dirs: f.Name == "C",
		})
	})
	return words
}

func bashScript(words []word) string {
	var flags []string
	var cases strings.Builder
	for _, w := range words {
		flags = append(flags, "-"+w.name)
		switch {
		case len(w.values) > 0:
			fmt.Fprintf(&cases, "\t-%s) COMPREPLY=($(compgen -W '%s' -- \"$cur\")); return ;;\n", w.name, strings.Join(w.values, " "))
		case w.dirs:
			fmt.Fprintf(&cases, "\t-%s) COMPREPLY=($(compgen -d -- \"$cur\")); return ;;\n", w.name)
		case w.files:
			fmt.Fprintf(&cases, "\t-%s) COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n", w.name)
		}
	}
	return `# Completion of permvet for bash: source <(permvet completion bash)
_permvet() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
	# -flag=value comes as three words.
	if [ "$cur" = = ]; then cur=; elif [ "$prev" = = ]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi
	case $prev in
` + cases.String() + `	completion) COMPREPLY=($(compgen -W 'bash zsh fish' -- "$cur")); return ;;
	merge) COMPREPLY=($(compgen -f -- "$cur")); return ;;
	esac
	case $cur in
	-*) COMPREPLY=($(compgen -W '` + strings.Join(flags, " ") + `' -- "$cur")) ;;
	*) COMPREPLY=($(compgen -d -- "$cur")) ;;
	esac
}
complete -o nospace -o filenames -F _permvet permvet
`
}

func zshScript(words []word) string {
	var b strings.Builder
	b.WriteString("#compdef permvet\n# Completion of permvet for zsh: permvet completion zsh > \"${fpath[1]}/_permvet\"\n_permvet() {\n\t_arguments \\\n")
	quote := strings.NewReplacer("'", `'\''`, "[", `\[`, "]", `\]`, ":", `\:`)
	for _, w := range words {
		action := ""
		switch {
		case len(w.values) > 0:
			action = ":value:(" + strings.Join(w.values, " ") + ")"
		case w.dirs:
			action = ":directory:_files -/"
		case w.files:
			action = ":file:_files"
		case !w.boolean:
			action = ":value:"
		}
		fmt.Fprintf(&b, "\t\t'-%s[%s]%s' \\\n", w.name, quote.Replace(w.usage), action)
	}
	b.WriteString("\t\t'*:package:_files -/'\n}\ncompdef _permvet permvet\n")
	return b.String()
}

func fishScript(words []word) string {
	var b strings.Builder
	b.WriteString("# Completion of permvet for fish: permvet completion fish > ~/.config/fish/completions/permvet.fish\n")
	quote := func(s string) string { return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(s) + "'" }
	for _, w := range words {
		fmt.Fprintf(&b, "complete -c permvet -o %s -d %s", w.name, quote(w.usage))
		switch {
		case len(w.values) > 0:
			fmt.Fprintf(&b, " -x -a %s", quote(strings.Join(w.values, " ")))
		case w.dirs:
			b.WriteString(" -x -a '(__fish_complete_directories)'")
		case w.files:
			b.WriteString(" -r")
		case !w.boolean:
			b.WriteString(" -x")
		}
		b.WriteString("\n")
	}
	b.WriteString("complete -c permvet -n __fish_use_subcommand -a 'help merge completion version'\n")
	b.WriteString("complete -c permvet -n '__fish_seen_subcommand_from completion' -x -a 'bash zsh fish'\n")
	return b.String()
}
