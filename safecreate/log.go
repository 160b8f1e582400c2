package safecreate

import (
	"errors"
	"io/fs"
	"os"
	"sync"
)

// A Log is a log file that can be rotated: an io.Writer for log, slog and exec.Cmd whose
// file can be opened again by name. It is safe for concurrent use.
type Log struct {
	name string
	perm fs.FileMode
	o    *options
	at   *place

	mu         sync.Mutex
	f          *os.File // nil after Close
	redirected []*os.File
}

// NewLog opens name as [OpenLog] does and holds its directory, so that [Log.Reopen] finds
// the name again after chdir, chroot and a relative name:
//
//	log, err := safecreate.NewLog("/var/log/app/app.log", 0o640, safecreate.Ours(uid))
//	if err != nil {
//		return err
//	}
//	defer log.Close()
//	if err := log.Redirect(os.Stdout, os.Stderr); err != nil { // panics, too
//		return err
//	}
//	hup := make(chan os.Signal, 1)
//	signal.Notify(hup, syscall.SIGHUP)
//	go func() {
//		for range hup {
//			if err := log.Reopen(); err != nil {
//				slog.Error("log stays as it was", "error", err)
//			}
//		}
//	}()
//
// A daemon that drops its rights must be able to make files in the directory if the log is
// to be reopened; what it makes then belongs to the user it has become, and its next start
// as root needs [Ours] for that user. Order, refusals, options and systems are those of
// OpenLog; logrotate may rename the file or copy and truncate it.
func NewLog(name string, perm fs.FileMode, opts ...Option) (*Log, error) {
	if err := checkPerm("open", name, perm); err != nil {
		return nil, err
	}
	o, err := gather(opts, fileOptions)
	if err != nil {
		return nil, pathError("open", name, err)
	}
	at, err := openPlace(name, o.below)
	if err != nil {
		return nil, pathError("open", name, err)
	}
	l := &Log{name: name, perm: perm, o: o, at: at}
	if l.f, err = l.open(); err != nil {
		at.dir.Close()
		return nil, err
	}
	return l, nil
}

func (l *Log) open() (*os.File, error) {
	return l.o.createOrNarrow(l.at.dir, "open", l.name, l.at.base, os.O_WRONLY|os.O_CREATE|os.O_APPEND, l.perm)
}

// Write appends p with a single system call, so that lines of several processes do not mix.
func (l *Log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.f == nil {
		return 0, pathError("write", l.name, fs.ErrClosed)
	}
	return l.f.Write(p)
}

// Reopen opens the name again, in the directory that NewLog opened, for what is written from
// now on, and leads to it what Redirect has led to the log. If the file cannot be opened the
// log goes on with the one it has. No write is lost or waits for more than this call.
func (l *Log) Reopen() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.f == nil {
		return pathError("open", l.name, fs.ErrClosed)
	}
	f, err := l.open()
	if err != nil {
		return err
	}
	l.f.Close()
	l.f = f
	return l.lead(l.redirected)
}

// Redirect leads what is written to files, [os.Stdout] and [os.Stderr] for example, to the
// log, also after Reopen: the output of package log, of children and of a panic. It replaces
// their descriptors (dup3) and cannot be undone; Close leaves them. Standard input, output
// and error stay inheritable, all others are close-on-exec. Linux, FreeBSD, macOS, OpenBSD,
// NetBSD, DragonFly; elsewhere [errors.ErrUnsupported].
func (l *Log) Redirect(files ...*os.File) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.f == nil {
		return pathError("redirect", l.name, fs.ErrClosed)
	}
	if err := l.lead(files); err != nil {
		return err
	}
	l.redirected = append(l.redirected, files...)
	return nil
}

func (l *Log) lead(files []*os.File) error {
	var errs []error
	for _, f := range files {
		if err := dupOnto(l.f, f); err != nil {
			errs = append(errs, pathError("redirect", f.Name(), err))
		}
	}
	return errors.Join(errs...)
}

// Close closes the log. What Redirect has led to the file goes on being written to it. A
// second Close is [fs.ErrClosed].
func (l *Log) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.f == nil {
		return pathError("close", l.name, fs.ErrClosed)
	}
	err := l.f.Close()
	l.f = nil
	l.at.dir.Close()
	return err
}
