// Package api is the one table of calls that permvet knows: what each call
// does to the world outside the process, which argument plays which role, and
// on which systems it exists. Everything else in the suite asks this table;
// no other package may spell the name of a call.
//
// To teach permvet a call, add a row. The tests prove that every row resolves
// in the real package on every system that it names and that each role points
// at an argument of the right type.
package api

import (
	"go/types"
	"strings"
)

// Kind says what a call does. The effects of a function are of these kinds.
type Kind uint8

// The kinds of effect.
const (
	None Kind = iota

	Create     // an object appears at Path, or is opened where Flags lack O_CREATE
	Open       // an existing object is opened; where a call takes Flags, effects derives it from Create
	Chmod      // the mode of Path or Handle is set
	Chown      // the owner of Path or Handle is set
	Stat       // Path is looked at (Stat, Lstat, Access, EvalSymlinks …)
	Remove     // Path is unlinked
	Rename     // Path becomes NewPath
	Link       // NewPath becomes another name (hard or symbolic link) of Path
	Write      // Data goes to Handle or Path
	Walk       // a callback is run for each object below Path
	Umask      // the process's umask becomes Mode
	Chdir      // the working directory becomes Path or Handle
	Chroot     // the root directory becomes Path
	NewFD      // a descriptor appears (FD says how)
	Fcntl      // Flags (the cmd) decides: duplicate, set or clear close-on-exec
	SetFD      // close-on-exec is set on Handle after its creation
	ClearFD    // close-on-exec is cleared on Handle; effects derives it from Fcntl
	Dup        // Handle is duplicated onto a chosen number
	Adopt      // a descriptor number Handle becomes a file or listener object (os.NewFile, net.FileListener)
	Close      // Handle is closed
	Listen     // a listening socket appears at Path of Network
	Bind       // a socket Handle gets the address Path
	Connect    // a client connects
	PeerCred   // the peer's credentials are asked for
	WithFD     // a callback is run with the descriptor of Handle (syscall.RawConn)
	Unlink     // SetUnlinkOnClose and the like: Handle removes its path when closed
	Command    // a child is described (exec.Command); Spawn starts it
	Spawn      // a child is started
	Exec       // the process image is replaced
	Setenv     // Data is put into the process's environment under Name
	Source     // the result carries Taint
	Sink       // Data leaves the process to Sink
	Cred       // credentials change (Cred says which)
	Prctl      // prctl, capset, seccomp and the like: restrictions of this thread or process
	Lock       // an advisory lock is taken on Handle
	Kill       // a process is signalled or probed
	ForkLock   // syscall.ForkLock (or another lock) is taken for reading or writing
	ForkUnlock // … and released
	PinThread  // runtime.LockOSThread
	Unshare    // a thread gets its own fs_struct, namespaces …
	Serve      // the program starts serving or starts goroutines that do
	Reexec     // registers an entry point that runs in a re-executed child
	Receive    // a message that may carry descriptors arrives on Handle; it matters only where Rights reads them
	Rights     // descriptors are read out of the received control message Data
	Ioctl      // Flags (the request) decides: LookupRequest tells whether a descriptor appears
	SetMode    // Mode becomes the mode of what the library creates later (viper.SetConfigPermissions)
	Pivot      // the root of the mount namespace becomes Path
)

// An Arg names an argument by its position: 1 is the first. Zero means that
// the call has no such argument.
type Arg int8

// Recv is the receiver of a method.
const Recv Arg = -1

// Object is what a call makes or touches.
type Object uint8

// The objects.
const (
	AnyObject Object = iota // not known from the call
	File
	Dir
	Socket
	FIFO
	Device
	TempFile // a file under a name that nobody can guess, 0600 and exclusive
	TempDir  // likewise a directory, 0700
	Symlink
	Pipe
	Event // epoll, eventfd, timerfd, signalfd, inotify, fanotify …
	Memory
	Mount // fsopen, fsmount, open_tree, a mount or namespace handle
	Process
)

// FD says what is known of the descriptor that a call makes.
type FD struct {
	// Result is the result that holds the descriptor (1 is the first), or 0
	// when it is written through the argument Out.
	Result Arg
	// Out is the pointer, slice or message that the descriptors are written
	// to; for Dup it is the number that the duplicate gets.
	Out Arg
	// Flag is the close-on-exec constant in the call's own package, FlagArg
	// the argument that takes it. FlagGOOS lists the systems that have the
	// constant where those are fewer than have the call.
	Flag     string
	FlagArg  Arg
	FlagGOOS string
	// FlagField is the struct field that takes the flag when FlagArg is a
	// pointer to a struct (OpenHow.Flags).
	FlagField string
	// Always is set when the kernel or the library always sets close-on-exec.
	Always bool
	// Sibling is the call in the same package that can take the flag when this
	// one cannot (Accept4 for Accept), SiblingFlag its flag. SiblingGOOS lists
	// the systems that have both where those are fewer than have the call.
	Sibling     string
	SiblingFlag string
	SiblingGOOS string
	// NoAtomic is set when nothing but fcntl under ForkLock can do it.
	NoAtomic bool
	// Inner describes the descriptors that arrive later through this one (the
	// events of fanotify).
	Inner *FD
	// InheritArg is the argument that makes a Windows handle inheritable: a
	// bool, SECURITY_ATTRIBUTES with its field InheritField, or a word with the
	// bit InheritFlag. Without it the handle is not inherited.
	InheritArg   Arg
	InheritField string
	InheritFlag  string
}

// CredChange says which credentials a Cred row changes.
type CredChange struct {
	UID, GID, Groups bool
	// Real, Effective, Saved tell which of the ids it sets; setuid by root sets
	// all three.
	Real, Effective, Saved bool
	// OneThread is set when on Linux only the calling thread changes.
	OneThread bool
	// FSOnly marks setfsuid and setfsgid.
	FSOnly bool
	// Fixed names the replacement that covers all threads, if there is one
	// ("syscall.Setgroups").
	Fixed string
}

// Taint is what the value of a Source row carries. It is a set of bits.
type Taint uint32

// The taints.
const (
	TaintEnviron   Taint = 1 << iota // the whole environment
	TaintGetenv                      // one variable; secret or not is judged by its name
	TaintKey                         // private key material, tokens: certainly secret
	TaintHeader                      // a mode from an archive's header
	TaintFileMode                    // a mode copied from an existing object
	TaintTempDir                     // the shared temporary directory
	TaintPid                         // a process id, the time or a weak random number: guessable
	TaintRandom                      // from crypto/rand: not guessable
	TaintUserDir                     // home, config or cache directory of the user, XDG_RUNTIME_DIR
	TaintRequest                     // from an HTTP request or another remote peer
	TaintArgs                        // os.Args and flags
	TaintEnvNumber                   // a number told in the environment or the arguments, as LISTEN_FDS
	TaintRawMode                     // a kernel st_mode
	TaintUID                         // the caller's real or effective uid or gid
	TaintStatic                      // public material: certificates, public keys
	TaintEnvFunc                     // functions that read the environment when a template calls them
	TaintOwnPid                      // the id of this process
	TaintEnvVar                      // one variable of the whole environment, whichever
	TaintNilList                     // a list that a filter leaves nil when nothing passes
	TaintEnvPart                     // some variables of the environment, chosen by the program
)

// SinkKind says where a Sink row's data goes.
type SinkKind uint8

// The sinks.
const (
	NoSink   SinkKind = iota
	Response          // an HTTP response
	Template          // a template's data or function map
	Encoder           // a JSON, XML or YAML encoder: a sink if its writer is one
	Log               // a log
	Stdout            // standard output or error
	Metric            // expvar, spans, metrics
	Local             // a file or buffer of the program's own; never stands in a row
)

// Call is one row of the table.
type Call struct {
	// Name is the types.Func.FullName of the function or method:
	// "os.OpenFile", "(*os.File).Chmod", "golang.org/x/sys/unix.Openat2".
	Name string
	// GOOS lists the systems that have it, space-separated; empty means all.
	GOOS string

	Does Kind
	What Object

	Path    Arg // the object's path
	NewPath Arg // the other path of rename and link
	DirFD   Arg // directory descriptor, or *os.Root receiver, that Path is relative to
	Dir     Arg // directory in which the call chooses a name of its own (os.CreateTemp)
	Mode    Arg // permission bits, or the umask
	Flags   Arg // open flags, at-flags, fcntl cmd, socket type
	Value   Arg // fcntl argument, prctl argument, dup target, socket domain, lock operation
	Handle  Arg // *os.File, listener, Cmd, process or descriptor that the call acts on or derives its result from
	Data    Arg // bytes written, value exported; with Variadic: and all after it
	Name_   Arg // environment variable's name
	Network Arg // "unix", "tcp" …
	Argv    Arg // program arguments; with Variadic: and all after it
	Env     Arg // []string environment, or a ProcAttr that holds it
	ID      Arg // uid, gid or group list (the effective one where several are set)
	RealID  Arg // the real id, where several are set
	SavedID Arg // the saved id, where several are set
	GID     Arg // the gid of a Chown row, whose ID is the uid

	// Result is the result (1 is the first) that is the new object or handle, or
	// of a Source the only one that carries Taint.
	Result Arg
	// PathResult is the result that holds the path of the new object, a name
	// that was free before (os.MkdirTemp).
	PathResult Arg
	// Default is the value of an option that the command line does not mention, and
	// Into the variable that gets the option; without Into the call returns one.
	Default, Into Arg
	// Drivers are the names, space-separated, one of which is the argument before Path:
	// for others the row says nothing. Path is then a data source name, which may be a
	// URL with options.
	Drivers string
	// Variadic: Data or Argv means this argument and all that follow, the last of
	// which is Go's variadic one.
	Variadic bool

	// Fixed is the mode that the call itself asks for, where there is no Mode
	// argument (os.Create: 0666); HasFixed tells 0 from absent.
	Fixed    uint32
	HasFixed bool
	// FixedFlags names the open flags of a call without Flags argument
	// ("O_RDWR|O_CREATE|O_TRUNC").
	FixedFlags string
	// RawMode: Mode is in the kernel's encoding, not os.FileMode's.
	RawMode bool
	// ModeField is the struct field that takes the mode when Mode is a struct or
	// a pointer to one (OpenHow.Mode). Fixed is then what a zero field means.
	ModeField string
	// Moded names the sibling, in the same package or type, that takes flags and
	// a mode in the two arguments after the path, where this call fixes both
	// (OpenFile for Create).
	Moded string
	// Hook is the receiver's field with a function that is called with the new
	// socket, a syscall.RawConn, as its last argument before it is bound.
	Hook string
	// Temp names the sibling, in the same package, that chooses an unused name by
	// itself in the directory of its first argument, after the pattern in its
	// second (CreateTemp for Create).
	Temp string
	// Exact: the umask does not filter Mode.
	Exact bool
	// NoFollow: a link in the last element is not followed.
	NoFollow bool
	// Unfollowed names the sibling with the same arguments that does not follow
	// the link (Lchown for Chown).
	Unfollowed string
	// RealUser: a Stat that answers for the real user and group, where what is
	// done next is done with the rights of the effective ones.
	RealUser bool
	// Parents: missing parents are made too (MkdirAll).
	Parents bool
	// Excl: the call fails if the object exists.
	Excl bool
	// Replaces: the object is replaced by rename, so the mode always applies.
	Replaces bool

	FD    *FD
	Cred  *CredChange
	Taint Taint
	Sink  SinkKind

	// Why tells in one sentence what the row rests on, with its source.
	Why string
}

// On reports whether the call exists on the system goos.
func (c *Call) On(goos string) bool { return c.GOOS == "" || hasWord(c.GOOS, family(goos)) }

// family returns the system whose packages goos shares, as the build
// constraints of the go command do.
func family(goos string) string {
	switch goos {
	case "android":
		return "linux"
	case "ios":
		return "darwin"
	case "illumos":
		return "solaris"
	}
	return goos
}

// FlagOn reports whether the system goos has the flag.
func (fd *FD) FlagOn(goos string) bool {
	return fd.Flag != "" && (fd.FlagGOOS == "" || hasWord(fd.FlagGOOS, family(goos)))
}

// SiblingOn reports whether the system goos has the sibling and its flag.
func (fd *FD) SiblingOn(goos string) bool {
	return fd.Sibling != "" && (fd.SiblingGOOS == "" || hasWord(fd.SiblingGOOS, family(goos)))
}

func hasWord(list, word string) bool {
	for len(list) > 0 {
		i := 0
		for i < len(list) && list[i] != ' ' {
			i++
		}
		if list[:i] == word {
			return true
		}
		for i < len(list) && list[i] == ' ' {
			i++
		}
		list = list[i:]
	}
	return false
}

// Lookup returns the row for fn, or nil. Methods of generic or embedded types
// are looked up by their origin, packages in a vendor directory by their own
// path.
func Lookup(fn *types.Func) *Call {
	if fn == nil || fn.Pkg() == nil || !known[unvendored(fn.Pkg().Path())][fn.Name()] {
		return nil
	}
	return byName[FullName(fn)]
}

// FullName is the full name of a function or method as the table spells it:
// without the vendor directory that GOPATH mode puts into it.
func FullName(fn *types.Func) string {
	full, path := fn.Origin().FullName(), fn.Pkg().Path()
	if own := unvendored(path); own != path {
		return strings.Replace(full, path, own, 1)
	}
	return full
}

// Library reports whether c belongs to a third-party library that chooses the
// mode itself.
func (c *Call) Library() bool {
	first, _, _ := strings.Cut(PackageOf(c.Name), "/")
	return strings.Contains(first, ".") && first != "golang.org" && c.HasFixed
}

// Known reports whether the table has rows for the package path, so that
// callers can skip whole packages with one look-up.
func Known(path string) bool { return known[unvendored(path)] != nil }

// All returns the rows in the table's order.
func All() []*Call { return allRows }

// A Raw row describes a system call made by number through Syscall, Syscall6,
// RawSyscall and their siblings. Its Arg positions count the arguments of the
// Syscall function itself: 1 is the trap, 2 the system call's first argument.
type Raw struct {
	Trap string // "SYS_OPENAT"
	Call Call   // Name is "SYS_OPENAT"

	allThreads *Call // the same call made by AllThreadsSyscall, where that differs
}

// PackageOf returns the package path of a full name: "os" for both
// "os.Create" and "(*os.File).Chmod", "gopkg.in/yaml.v3" for
// "gopkg.in/yaml.v3.Marshal".
func PackageOf(fullName string) string {
	s := strings.TrimPrefix(strings.TrimPrefix(fullName, "("), "*")
	if i := strings.IndexAny(s, ")["); i >= 0 {
		s = s[:i] // the receiver's type
	}
	if dot := strings.LastIndexByte(s, '.'); dot >= 0 {
		s = s[:dot]
	}
	return s
}
