package alias

import (
	"maps"
	"os"
	"os/exec"
	"slices"
)

var defaultEnv = []string{"PATH=/bin"}

var labels = map[string]string{}

type task struct {
	Env    []string
	EnvMap map[string]string
}

// Right: the variable's own function.
func (t *task) set(k, v string) {
	t.EnvMap[k] = v
	t.Env = append(t.Env, k+"="+v)
}

// Right: cloned.
func (t *task) cloned() []string {
	env := slices.Clone(t.Env)
	env[0] = "PATH=/sbin"
	m := maps.Clone(t.EnvMap)
	m["A"] = "1"
	use(m)
	return append(env, "A=1")
}

// Right: append to a full slice copies.
func (t *task) full() []string { return append(t.Env[:len(t.Env):len(t.Env)], "A=1") }

// Right: os.Environ makes a new list, and the struct is this function's own.
func fresh() []string {
	env := os.Environ()
	env[0] = "A=1"
	t := &task{Env: env}
	return append(t.Env, "B=2")
}

// Right: no environment.
func label(k string) map[string]string {
	l := labels
	l[k] = "x"
	return l
}

func use(map[string]string) {}

// Right: it gets back what was made of it.
func (t *task) replace(own []string) { t.Env = replaceOrAppend(t.Env, own) }

func (t *task) replaceOther(u *task, own []string) {
	u.Env = replaceOrAppend(t.Env, own) // want `warning: Env is shared, and alias.replaceOrAppend writes into it`
}

func (t *task) element() *exec.Cmd {
	env := t.Env
	env[0] = "PATH=/sbin" // want `^warning: Env is shared, and this writes into it: variables set for one child leak to others; clone it first \(envleak/env-aliased\)$`
	cmd := exec.Command("x")
	cmd.Env = env
	return cmd
}

func (t *task) entry() map[string]string {
	env := t.EnvMap
	env["A"] = "1" // want `warning: EnvMap is shared, and this writes into it`
	return env
}

func extended(own string) []string {
	return append(defaultEnv, own) // want `^warning: defaultEnv is shared, and append may write into its backing array`
}

func replaced(own []string) []string {
	return replaceOrAppend(defaultEnv, own) // want `warning: defaultEnv is shared, and alias.replaceOrAppend writes into it`
}

func replaceOrAppend(defaults, overrides []string) []string {
	for _, o := range overrides {
		if i := slices.Index(defaults, o); i >= 0 {
			defaults[i] = o
		} else {
			defaults = append(defaults, o)
		}
	}
	return defaults
}

type toolSet struct{ env []string }

func newToolSet(extra []string) *toolSet { return &toolSet{env: append(os.Environ(), extra...)} }

func (t *toolSet) run(params []string) error {
	cmd := exec.Command("tool")
	cmd.Env = t.env
	for _, p := range params {
		cmd.Env = append(cmd.Env, p) // want `warning: env is shared, and append may write into its backing array`
	}
	return cmd.Run()
}

// Right: a list of its own.
func (t *toolSet) copied(params []string) error {
	cmd := exec.Command("tool")
	cmd.Env = append([]string(nil), t.env...)
	cmd.Env = append(cmd.Env, params...)
	return cmd.Run()
}
