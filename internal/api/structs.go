package api

import (
	"go/types"
	"strings"
)

// A Meaning says what the value means that is stored in a field.
type Meaning uint8

// The meanings.
const (
	NoMeaning    Meaning = iota
	ChildAttr            // how a child is started, an attribute structure
	ChildDir             // the child's working directory
	ChildEnv             // the child's environment
	ChildInput           // the child's standard input
	ChildFiles           // descriptors that the child is meant to get
	ChildCred            // who the child runs as, a credential structure
	ChildRoot            // the child's root directory
	ChildAmbient         // capabilities that the child and all its descendants keep
	ChildFlags           // namespaces that the child gets
	GroupMap             // group ids of the child's user namespace
	GroupMapSet          // whether setgroups is allowed in it
	UserID               // the uid to run as
	GroupID              // the gid to run as
	GroupList            // the supplementary groups to run with
	KeepGroups           // the supplementary groups stay those of this process
	KeepVars             // names of variables that a child gets from this process
	Inheritable          // capabilities that files can give back
	Ambient              // capabilities kept across exec
	GuestEnv             // the environment of code that others wrote
	EntryMode            // the mode of an entry that goes into an archive
	EntryType            // what the entry is
)

// A Field is one row about a field of a struct that describes a child, a
// handler or a container.
type Field struct {
	Struct string // the type's full name: "syscall.SysProcAttr"
	Name   string
	Means  Meaning
	Why    string
}

const (
	whyCmd      = "package os/exec: what the child starts with"
	whyAttr     = "package syscall: what the child does between fork and exec"
	whyCred     = "package syscall: setgroups, setgid and setuid of the child, in this order"
	whyCGI      = "package net/http/cgi: passed from the server's environment to every script"
	whyOCICaps  = "an executable with inheritable file capabilities regains them (CVE-2022-24769 and six more)"
	whyOCIUser  = "a set-gid program that the process runs loses the group, and with it what the group is denied (CVE-2022-36109)"
	whyEntry    = "no umask applies to it: whoever unpacks the archive as root gets the mode as it is (CVE-2025-54059)"
	whyGuest    = "runs with the rights of the container or script, not of this program"
	specs       = "github.com/opencontainers/runtime-spec/specs-go."
	runcConfigs = "github.com/opencontainers/runc/libcontainer/configs."
)

var fieldRows = []*Field{
	{"os/exec.Cmd", "SysProcAttr", ChildAttr, whyCmd},
	{"os/exec.Cmd", "Dir", ChildDir, whyCmd},
	{"os/exec.Cmd", "Env", ChildEnv, whyCmd},
	{"os/exec.Cmd", "Stdin", ChildInput, whyCmd},
	{"os/exec.Cmd", "Stdout", ChildFiles, whyCmd},
	{"os/exec.Cmd", "Stderr", ChildFiles, whyCmd},
	{"os/exec.Cmd", "ExtraFiles", ChildFiles, whyCmd},
	{"os.ProcAttr", "Sys", ChildAttr, whyCmd},
	{"os.ProcAttr", "Files", ChildFiles, whyCmd},
	{"os.ProcAttr", "Dir", ChildDir, whyCmd},
	{"os.ProcAttr", "Env", ChildEnv, whyCmd},
	{"syscall.ProcAttr", "Sys", ChildAttr, whyAttr},
	{"syscall.ProcAttr", "Files", ChildFiles, whyAttr},
	{"syscall.ProcAttr", "Dir", ChildDir, whyAttr},
	{"syscall.ProcAttr", "Env", ChildEnv, whyAttr},

	{"syscall.SysProcAttr", "Credential", ChildCred, whyAttr},
	{"syscall.SysProcAttr", "AdditionalInheritedHandles", ChildFiles, whyAttr},
	{"syscall.SysProcAttr", "Chroot", ChildRoot, whyAttr},
	{"syscall.SysProcAttr", "AmbientCaps", ChildAmbient, whyAttr},
	{"syscall.SysProcAttr", "Cloneflags", ChildFlags, whyAttr},
	{"syscall.SysProcAttr", "GidMappings", GroupMap, whyAttr},
	{"syscall.SysProcAttr", "GidMappingsEnableSetgroups", GroupMapSet, whyAttr},
	{"syscall.Credential", "Uid", UserID, whyCred},
	{"syscall.Credential", "Gid", GroupID, whyCred},
	{"syscall.Credential", "Groups", GroupList, whyCred},
	{"syscall.Credential", "NoSetGroups", KeepGroups, whyCred},

	{"net/http/cgi.Handler", "InheritEnv", KeepVars, whyCGI},

	{specs + "LinuxCapabilities", "Inheritable", Inheritable, whyOCICaps},
	{specs + "LinuxCapabilities", "Ambient", Ambient, whyOCICaps},
	{runcConfigs + "Capabilities", "Inheritable", Inheritable, whyOCICaps},
	{runcConfigs + "Capabilities", "Ambient", Ambient, whyOCICaps},
	{specs + "User", "UID", UserID, whyOCIUser},
	{specs + "User", "GID", GroupID, whyOCIUser},
	{specs + "User", "AdditionalGids", GroupList, whyOCIUser},
	{specs + "Hook", "Env", GuestEnv, whyGuest},
	{specs + "Process", "Env", GuestEnv, whyGuest},
	{"github.com/traefik/yaegi/interp.Options", "Env", GuestEnv, whyGuest},

	{"archive/tar.Header", "Mode", EntryMode, whyEntry},
	{"archive/tar.Header", "Typeflag", EntryType, whyEntry},
}

var (
	fieldsByName = indexFields()
	fieldNames   = namesOfFields()
)

func indexFields() map[string]*Field {
	m := make(map[string]*Field, len(fieldRows))
	for _, f := range fieldRows {
		m[f.Struct+"."+f.Name] = f
	}
	return m
}

// namesOfFields collects the bare names of the fields by package.
func namesOfFields() map[string]map[string]bool {
	m := make(map[string]map[string]bool)
	for _, f := range fieldRows {
		pkg := PackageOf(f.Struct)
		if m[pkg] == nil {
			m[pkg] = make(map[string]bool)
		}
		m[pkg][f.Name] = true
	}
	return m
}

// LookupField returns the row for field i of the struct type t or pointer to
// it, or nil.
func LookupField(t types.Type, i int) *Field {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil || !KnownFields(named.Obj().Pkg().Path()) {
		return nil
	}
	st, ok := named.Underlying().(*types.Struct)
	if !ok || i >= st.NumFields() {
		return nil
	}
	return fieldsByName[unvendored(named.Obj().Pkg().Path())+"."+named.Obj().Name()+"."+st.Field(i).Name()]
}

// FieldByName returns the row of a field by its full name, such as
// "os/exec.Cmd.Env", or nil.
func FieldByName(name string) *Field { return fieldsByName[name] }

// HandsOver reports whether a field of any struct, by its name and row if it
// has one, holds descriptors that a child is meant to get. Libraries that start
// children name theirs like that of os/exec.
func HandsOver(t types.Type, i int) bool {
	if row := LookupField(t, i); row != nil {
		return row.Means == ChildFiles || row.Means == ChildInput
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	st, ok := t.Underlying().(*types.Struct)
	return ok && i < st.NumFields() && st.Field(i).Name() == "ExtraFiles"
}

// MayBeField reports whether v, a field, can be one of the table: a quick test
// that knows the package and the name but not the struct.
func MayBeField(v *types.Var) bool {
	return v.Pkg() != nil && fieldNames[unvendored(v.Pkg().Path())][v.Name()]
}

// KnownFields reports whether the table has rows for structs of the package.
func KnownFields(path string) bool { return fieldNames[unvendored(path)] != nil }

// unvendored is the path under which a package that stands in a vendor
// directory of a GOPATH is imported.
func unvendored(path string) string {
	if i := strings.LastIndex(path, "/vendor/"); i >= 0 {
		return path[i+len("/vendor/"):]
	}
	return path
}
