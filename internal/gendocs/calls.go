package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/permvet/permvet/internal/api"
)

const callsPage = "docs/calls.md"

// headings names what rows do, in the order of the page.
var headings = []struct {
	kind  api.Kind
	title string
}{
	{api.Create, "Create files, directories and other objects"},
	{api.Open, "Open what exists"},
	{api.Write, "Write"},
	{api.Chmod, "Change modes"},
	{api.Chown, "Change owners"},
	{api.Stat, "Check by name"},
	{api.Remove, "Remove"},
	{api.Rename, "Rename"},
	{api.Link, "Link"},
	{api.Walk, "Walk a tree"},
	{api.SetMode, "Set the mode of later creations"},
	{api.Umask, "Change the umask"},
	{api.Chdir, "Change the working directory"},
	{api.Chroot, "Change the root directory"},
	{api.Pivot, "Change the root of the mount namespace"},
	{api.NewFD, "Make descriptors"},
	{api.Dup, "Duplicate descriptors"},
	{api.Fcntl, "Control descriptors"},
	{api.Ioctl, "Control devices"},
	{api.SetFD, "Set close-on-exec afterward"},
	{api.Adopt, "Wrap descriptors"},
	{api.WithFD, "Use the descriptor of an object"},
	{api.Receive, "Receive messages"},
	{api.Rights, "Read descriptors out of messages"},
	{api.Close, "Close"},
	{api.Lock, "Lock files"},
	{api.Listen, "Listen"},
	{api.Bind, "Bind sockets"},
	{api.Connect, "Connect"},
	{api.Unlink, "Decide whether closing removes the socket"},
	{api.PeerCred, "Ask for the peer's credentials"},
	{api.Command, "Describe child processes"},
	{api.Spawn, "Start child processes"},
	{api.Exec, "Replace the process"},
	{api.Reexec, "Run the program again"},
	{api.Kill, "Find and signal processes"},
	{api.ForkLock, "Keep children from being started"},
	{api.ForkUnlock, "Allow it again"},
	{api.Serve, "Serve"},
	{api.Setenv, "Change the environment"},
	{api.Cred, "Change users and groups"},
	{api.Prctl, "Restrict the process"},
	{api.PinThread, "Hold a thread"},
	{api.Unshare, "Change namespaces"},
	{api.Source, "Return values that matter"},
	{api.Sink, "Give values away"},
}

// calls renders the table of calls: one section a kind, one line a reason.
func calls(rows []*api.Call) []byte {
	var b bytes.Buffer
	b.WriteString("# Calls that permvet knows\n\n<!-- Generated from internal/api by go generate ./analyzers; do not edit. -->\n\n")
	b.WriteString("Functions and methods, each with the reason for what permvet believes of it. Functions that only call these need no row:\n")
	b.WriteString("permvet follows them. System calls by number (`syscall.Syscall` and its siblings) are known too. To add a call, see\n[adding-a-call.md](adding-a-call.md); for calls of your own, [config.md](config.md#calls-of-your-own).\n\nSystems stand in parentheses where only a few have the call. The middle column says what differs from the default: the mode\nis an argument and is filtered by the umask.\n")
	for _, h := range headings {
		lines := linesOf(rows, h.kind)
		if len(lines) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n## %s\n\n| calls | what is known | why |\n|---|---|---|\n", h.title)
		for _, l := range lines {
			fmt.Fprintf(&b, "| %s | %s | %s |\n", l.names(), cell(l.known), cell(l.why))
		}
	}
	return b.Bytes()
}

// A line is the rows of one kind with the same reason.
type line struct {
	known, why string
	rows       []*api.Call
}

func linesOf(rows []*api.Call, kind api.Kind) []*line {
	var lines []*line
	at := make(map[[2]string]*line)
	for _, r := range rows {
		if r.Does != kind {
			continue
		}
		key := [2]string{known(r), r.Why}
		if at[key] == nil {
			at[key] = &line{known: key[0], why: key[1]}
			lines = append(lines, at[key])
		}
		at[key].rows = append(at[key].rows, r)
	}
	return lines
}

// names lists the calls; those of one package or type that exist on the same
// systems share its name.
func (l *line) names() string {
	var out []string
	for i := 0; i < len(l.rows); {
		prefix, goos := prefixOf(l.rows[i].Name), l.rows[i].GOOS
		var names []string
		for ; i < len(l.rows) && prefixOf(l.rows[i].Name) == prefix && l.rows[i].GOOS == goos; i++ {
			names = append(names, strings.TrimPrefix(l.rows[i].Name, prefix))
		}
		text := "`" + prefix + strings.Join(names, "`, `") + "`"
		if n := len(strings.Fields(goos)); n > 0 && n <= 4 {
			text += " (" + strings.Join(strings.Fields(goos), ", ") + ")"
		}
		out = append(out, text)
	}
	return strings.Join(out, "; ")
}

// prefixOf is a full name without its last element: "os." or "(*os.File).".
func prefixOf(name string) string { return name[:strings.LastIndexByte(name, '.')+1] }

// known says what the row tells of modes and close-on-exec.
func known(r *api.Call) string {
	var parts []string
	switch {
	case r.Mode > 0 && r.ModeField != "" && r.HasFixed:
		parts = append(parts, fmt.Sprintf("mode in %s, %04o if that is zero", r.ModeField, r.Fixed))
	case r.Mode > 0 && r.ModeField != "":
		parts = append(parts, "mode in "+r.ModeField)
	case r.HasFixed:
		parts = append(parts, fmt.Sprintf("mode %04o", r.Fixed))
	}
	if r.Exact {
		parts = append(parts, "not filtered by the umask")
	}
	if r.Excl {
		parts = append(parts, "fails if it exists")
	}
	if r.Replaces {
		parts = append(parts, "replaces by rename")
	}
	if r.NoFollow && !r.Replaces {
		parts = append(parts, "does not follow a symlink")
	}
	if fd := r.FD; fd != nil {
		parts = append(parts, closeOnExec(fd))
	}
	if r.Cred != nil && r.Cred.OneThread {
		parts = append(parts, "one thread only")
	}
	return strings.Join(parts, ", ")
}

func closeOnExec(fd *api.FD) string {
	switch {
	case fd.Flag != "":
		return "close-on-exec by " + fd.Flag
	case fd.Sibling != "":
		return "close-on-exec by " + fd.Sibling
	case fd.NoAtomic:
		return "close-on-exec only under syscall.ForkLock"
	case fd.Always && (fd.InheritArg != 0 || fd.InheritFlag != ""):
		return "inherited only if asked for"
	case fd.Always:
		return "always close-on-exec"
	}
	return "inherited"
}

// cell makes text fit a cell of a table.
func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }
