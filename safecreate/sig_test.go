package safecreate

import (
	"context"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"syscall"
	"testing"
)

// A rewrite that only swaps the selector compiles, also for a func value, as long as
// the types are the same. This test fails to compile if one changes.
func TestSignatures(t *testing.T) {
	same(os.OpenFile, OpenFile)
	same(os.WriteFile, WriteFile)
	same(os.Mkdir, Mkdir)
	same(os.MkdirAll, MkdirAll)
	same(os.CopyFS, CopyFS)
	same(exec.Command, Command)
	same(exec.CommandContext, CommandContext)

	// With a mode as one more argument.
	var (
		_ func(string, fs.FileMode, ...Option) (*os.File, error)                              = Create
		_ func(string, fs.FileMode, ...Option) (*os.File, error)                              = CreateNew
		_ func(string, fs.FileMode, ...Option) (*os.File, error)                              = OpenLog
		_ func(string, fs.FileMode, ...Option) (*Pending, error)                              = Update
		_ func(string, string, fs.FileMode, ...Option) (*os.File, error)                      = CreateTemp
		_ func(string) (*os.File, error)                                                      = TempFile
		_ func(string, string, fs.FileMode, ...Option) (net.Listener, error)                  = Listen
		_ func(context.Context, string, string, fs.FileMode, ...Option) (net.Listener, error) = ListenContext
		_ func(string, *net.UnixAddr, fs.FileMode, ...Option) (*net.UnixListener, error)      = ListenUnix
		_ func(string, *net.UnixAddr, fs.FileMode, ...Option) (*net.UnixConn, error)          = ListenUnixgram
		_ func(fs.FileMode) func(string, string, syscall.RawConn) error                       = Control
		_ func(*net.UnixListener) (net.Listener, error)                                       = Owned
		_ func(string, fs.FileMode, ...Option) (*PIDFile, error)                              = LockPIDFile
		_ func(string) error                                                                  = WritePIDFile
		_ func(...string) []string                                                            = Env
		_ func([]string, ...string) []string                                                  = FilterEnv
		_ func() (fs.FileMode, error)                                                         = Umask
		_ interface {
			Commit() error
			Close() error
			Write([]byte) (int, error)
			Name() string
		} = (*Pending)(nil)
	)
}

func same[F any](a, b F) {}
