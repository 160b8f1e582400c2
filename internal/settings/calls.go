package settings

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/meta"
)

// A Call is a row for a call of the user's own, in the terms of the table (internal/api). docs/config.md explains
// each key.
type Call struct {
	Func string `json:"func" yaml:"func"` // full name: "example.com/store.Save", "(*example.com/store.DB).Save"
	Does string `json:"does" yaml:"does"` // a key of kinds
	What string `json:"what,omitempty" yaml:"what"`

	Path    Arg `json:"path,omitempty" yaml:"path"`
	NewPath Arg `json:"newPath,omitempty" yaml:"newPath"`
	Dir     Arg `json:"dir,omitempty" yaml:"dir"`
	Mode    Arg `json:"mode,omitempty" yaml:"mode"`
	Flags   Arg `json:"flags,omitempty" yaml:"flags"`
	Handle  Arg `json:"handle,omitempty" yaml:"handle"`
	Data    Arg `json:"data,omitempty" yaml:"data"`
	Name    Arg `json:"name,omitempty" yaml:"name"`
	Network Arg `json:"network,omitempty" yaml:"network"`
	Argv    Arg `json:"argv,omitempty" yaml:"argv"`
	Env     Arg `json:"env,omitempty" yaml:"env"`
	ID      Arg `json:"id,omitempty" yaml:"id"`
	GID     Arg `json:"gid,omitempty" yaml:"gid"`

	Result     Arg `json:"result,omitempty" yaml:"result"`
	PathResult Arg `json:"pathResult,omitempty" yaml:"pathResult"`

	Fixed      Mode   `json:"fixed,omitempty" yaml:"fixed"`
	FixedFlags string `json:"fixedFlags,omitempty" yaml:"fixedFlags"`

	Exact    bool `json:"exact,omitempty" yaml:"exact"`
	Excl     bool `json:"excl,omitempty" yaml:"excl"`
	NoFollow bool `json:"noFollow,omitempty" yaml:"noFollow"`
	Replaces bool `json:"replaces,omitempty" yaml:"replaces"`
	Parents  bool `json:"parents,omitempty" yaml:"parents"`
	Variadic bool `json:"variadic,omitempty" yaml:"variadic"`

	Carries string `json:"carries,omitempty" yaml:"carries"` // of a source: a key of taints
	To      string `json:"to,omitempty" yaml:"to"`           // of a sink: a key of sinks

	OS  string `json:"os,omitempty" yaml:"os"` // the systems that have it, space-separated; empty means all
	Why string `json:"why" yaml:"why"`
}

// An Arg names an argument or result by its position, from 1, or the receiver.
type Arg string

// UnmarshalJSON takes a number or a word.
func (a *Arg) UnmarshalJSON(b []byte) error {
	if err := json.Unmarshal(b, (*string)(a)); err == nil {
		return nil
	}
	var n json.Number
	if err := json.Unmarshal(b, &n); err != nil {
		return fmt.Errorf("%s is no argument: give its position, from 1, or receiver", b)
	}
	*a = Arg(n.String())
	return nil
}

func (a Arg) arg(key string) (api.Arg, error) {
	if a == "receiver" {
		return api.Recv, nil
	}
	n, err := strconv.ParseUint(string(a), 10, 7)
	if a != "" && (err != nil || n == 0) {
		return 0, fmt.Errorf("%s: %q is no argument: give its position, from 1, or receiver", key, string(a))
	}
	return api.Arg(n), nil
}

// A Mode is a file mode as it must be written: 0644, 0o644 or "0644".
type Mode string

// UnmarshalJSON takes text only: what a number was before it was read cannot be known any more.
func (m *Mode) UnmarshalJSON(b []byte) error {
	if err := json.Unmarshal(b, (*string)(m)); err != nil {
		return fmt.Errorf(`%s is no mode here: write it in quotes, as in "0644"`, b)
	}
	return nil
}

var modeRE = regexp.MustCompile(`^0o?[0-7]{1,4}$`)

// Parse returns the bits of the mode.
func (m Mode) Parse() (uint32, error) {
	if !modeRE.MatchString(string(m)) {
		return 0, fmt.Errorf("%q is no mode: write 0644, 0o644 or \"0644\", in octal", string(m))
	}
	n, err := strconv.ParseUint(strings.TrimPrefix(strings.TrimPrefix(string(m), "0"), "o"), 8, 16)
	if err != nil && m != "0" {
		return 0, fmt.Errorf("mode %q: %w", string(m), err)
	}
	return uint32(n), nil
}

// kinds are the effects that a row of the user can have. Descriptors, credentials and raw system calls need more than
// a configuration can say.
var kinds = map[string]api.Kind{
	"create": api.Create, "open": api.Open, "chmod": api.Chmod, "chown": api.Chown, "stat": api.Stat, "remove": api.Remove,
	"rename": api.Rename, "link": api.Link, "write": api.Write, "umask": api.Umask, "chdir": api.Chdir, "close": api.Close,
	"listen": api.Listen, "connect": api.Connect, "spawn": api.Spawn, "setenv": api.Setenv, "source": api.Source, "sink": api.Sink,
	"serve": api.Serve,
}

var objects = map[string]api.Object{
	"": api.AnyObject, "file": api.File, "dir": api.Dir, "socket": api.Socket, "fifo": api.FIFO,
	"tempfile": api.TempFile, "tempdir": api.TempDir, "symlink": api.Symlink,
}

var taints = map[string]api.Taint{
	"secret": api.TaintKey, "environ": api.TaintEnviron, "archive-mode": api.TaintHeader, "file-mode": api.TaintFileMode,
	"tempdir": api.TaintTempDir, "guessable": api.TaintPid, "random": api.TaintRandom, "userdir": api.TaintUserDir,
	"request": api.TaintRequest, "args": api.TaintArgs, "public": api.TaintStatic,
}

var sinks = map[string]api.SinkKind{
	"response": api.Response, "template": api.Template, "encoder": api.Encoder, "log": api.Log, "stdout": api.Stdout, "metric": api.Metric,
}

// funcRE is types.Func.FullName: path.Func, (path.Type).Method or (*path.Type).Method.
var funcRE = regexp.MustCompile(`^(?:[^\s()*]+\.[\pL_][\pL\pN_]*|\(\*?[^\s()*]+\.[\pL_][\pL\pN_]*\)\.[\pL_][\pL\pN_]*)$`)

func compileCalls(calls []Call) ([]*api.Call, error) {
	var rows []*api.Call
	seen := map[string]bool{}
	for i, c := range calls {
		row, err := c.row()
		if err == nil && seen[c.Func] {
			err = errors.New("there are two rows for it")
		}
		if err != nil {
			name := c.Func
			if name == "" {
				name = fmt.Sprintf("row %d", i+1)
			}
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		seen[c.Func] = true
		rows = append(rows, row)
	}
	return rows, nil
}

// row validates all that can be without the package that declares the call.
func (c Call) row() (*api.Call, error) {
	switch {
	case c.Func == "":
		return nil, errors.New("func is missing: the full name of the call, as example.com/store.Save or (*example.com/store.DB).Save")
	case !funcRE.MatchString(c.Func):
		return nil, errors.New("func must be a full name, as example.com/store.Save or (*example.com/store.DB).Save")
	case strings.TrimSpace(c.Why) == "":
		return nil, errors.New("why is missing: what the row rests on, in one sentence")
	}
	row := &api.Call{
		Name: c.Func, GOOS: c.OS, FixedFlags: c.FixedFlags, Exact: c.Exact, Excl: c.Excl, NoFollow: c.NoFollow, Replaces: c.Replaces,
		Parents: c.Parents, Variadic: c.Variadic, Why: c.Why,
	}
	var err error
	if row.Does, err = word("does", c.Does, kinds); err != nil {
		return nil, err
	}
	if row.What, err = word("what", c.What, objects); err != nil {
		return nil, err
	}
	for _, a := range []struct {
		key  string
		from Arg
		to   *api.Arg
	}{
		{"path", c.Path, &row.Path}, {"newPath", c.NewPath, &row.NewPath}, {"dir", c.Dir, &row.Dir}, {"mode", c.Mode, &row.Mode},
		{"flags", c.Flags, &row.Flags}, {"handle", c.Handle, &row.Handle}, {"data", c.Data, &row.Data}, {"name", c.Name, &row.Name_},
		{"network", c.Network, &row.Network}, {"argv", c.Argv, &row.Argv}, {"env", c.Env, &row.Env}, {"id", c.ID, &row.ID},
		{"gid", c.GID, &row.GID}, {"result", c.Result, &row.Result}, {"pathResult", c.PathResult, &row.PathResult},
	} {
		if *a.to, err = a.from.arg(a.key); err != nil {
			return nil, err
		}
	}
	if row.Result == api.Recv || row.PathResult == api.Recv {
		return nil, errors.New("result and pathResult are positions of results, from 1")
	}
	if c.Fixed != "" {
		if row.Fixed, err = c.Fixed.Parse(); err != nil {
			return nil, fmt.Errorf("fixed: %w", err)
		}
		row.HasFixed = true
	}
	return row, c.details(row)
}

// details fills in what belongs to a single kind, and refuses what the kind lacks.
func (c Call) details(row *api.Call) (err error) {
	if row.Does == api.Source {
		if row.Taint, err = word("carries", c.Carries, taints); err != nil {
			return err
		}
	} else if c.Carries != "" {
		return fmt.Errorf("carries belongs to does: source, not %s", c.Does)
	}
	if row.Does == api.Sink {
		if row.Sink, err = word("to", c.To, sinks); err != nil {
			return err
		}
	} else if c.To != "" {
		return fmt.Errorf("to belongs to does: sink, not %s", c.Does)
	}
	if row.Does == api.Create && row.What == api.File && row.Flags == 0 && row.FixedFlags == "" {
		row.FixedFlags = "O_WRONLY|O_CREATE|O_TRUNC"
	}
	for _, need := range []struct {
		kinds []api.Kind
		ok    bool
		what  string
	}{
		{[]api.Kind{api.Create}, row.What != api.AnyObject, "what: file, dir, fifo, tempfile, tempdir or symlink"},
		{[]api.Kind{api.Create, api.Listen}, row.Path != 0 || row.Dir != 0 || row.PathResult != 0 || row.Handle != 0, "path, dir, handle or pathResult"},
		{[]api.Kind{api.Create}, row.Mode != 0 || row.HasFixed || row.What != api.File && row.What != api.Dir, "mode (an argument) or fixed (the mode that it always uses)"},
		{[]api.Kind{api.Chmod, api.Umask}, row.Mode != 0 || row.HasFixed, "mode or fixed"},
		{[]api.Kind{api.Chmod, api.Chown, api.Stat, api.Remove, api.Open, api.Write}, row.Path != 0 || row.Handle != 0, "path or handle"},
		{[]api.Kind{api.Rename, api.Link}, row.Path != 0 && row.NewPath != 0, "path and newPath"},
		{[]api.Kind{api.Close}, row.Handle != 0, "handle"},
		{[]api.Kind{api.Sink, api.Write}, row.Data != 0, "data"},
	} {
		if slices.Contains(need.kinds, row.Does) && !need.ok {
			return fmt.Errorf("does: %s needs %s", c.Does, need.what)
		}
	}
	switch {
	case row.Mode != 0 && row.HasFixed:
		return errors.New("mode and fixed contradict each other")
	case strings.Contains(row.FixedFlags, "O_CREAT") != (row.Does == api.Create) && row.FixedFlags != "":
		return errors.New("fixedFlags has O_CREATE if and only if does is create")
	case row.Variadic && row.Data == 0 && row.Argv == 0:
		return errors.New("variadic speaks of data or argv, and there is neither")
	}
	return nil
}

// word looks up one of the words that a key may have.
func word[T any](key, name string, words map[string]T) (T, error) {
	v, ok := words[name]
	if ok {
		return v, nil
	}
	known := slices.Sorted(maps.Keys(words))
	known = slices.DeleteFunc(known, func(s string) bool { return s == "" })
	if name == "" {
		return v, fmt.Errorf("%s is missing; choose one of %s", key, strings.Join(known, ", "))
	}
	return v, fmt.Errorf("%s: %q is not one of %s%s", key, name, strings.Join(known, ", "), meta.DidYouMean(name, known))
}
