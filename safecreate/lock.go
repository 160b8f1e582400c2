package safecreate

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// A lockFile serializes those who set up the same object: an empty file of 0600 beside it.
// (Whoever may open a file may lock it, so that the object itself, which others may read,
// cannot be the lock.) It is removed by the holder, under the lock; whoever then gets the
// lock of a file without a name begins again.
type lockFile struct {
	place
	f       *os.File
	created bool
}

var errLockHeld = errors.New("lock is held")

// openLock makes or opens the lock file of a place. It does not wait.
func (o *options) openLock(at *place) (*lockFile, error) {
	base := at.base + ".lock"
	ours := &options{ours: o.ours} // the owner and group of the object are not those of its lock
	f, created, err := ours.createOrOpen(at.dir, base, os.O_RDWR, 0o600)
	if err == nil && !created {
		err = adopt(at.dir, base, f, os.O_RDWR, 0o600)
	}
	if err != nil {
		return nil, fmt.Errorf("lock file %s: %w", base, cause(err))
	}
	return &lockFile{place{at.dir, base}, f, created}, nil
}

// tryLock takes the lock, or says errLockHeld, or ErrReplaced if the file has lost its name.
func (l *lockFile) tryLock() error {
	locked, err := tryLock(l.f)
	switch {
	case err != nil:
		return err
	case !locked:
		return errLockHeld
	case !isNamed(l.dir, l.base, l.f):
		return ErrReplaced
	}
	return nil
}

// waitLock takes the lock of a place as soon as it is free, or fails when ctx is done.
func (o *options) waitLock(ctx context.Context, at *place) (*lockFile, error) {
	wait := time.Millisecond
	for {
		l, err := o.openLock(at)
		if err != nil {
			return nil, err
		}
		err = l.tryLock()
		if err == nil {
			return l, nil
		}
		l.f.Close()
		if !errors.Is(err, errLockHeld) && !errors.Is(err, ErrReplaced) {
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("%s: %w: %w", l.base, ErrLocked, ctx.Err())
		case <-time.After(wait):
			wait = min(2*wait, 20*time.Millisecond)
		}
	}
}

// unlock removes the file and lets go of it.
func (l *lockFile) unlock() error {
	err := l.removeName()
	l.f.Close()
	return err
}

func (l *lockFile) removeName() error {
	if !isNamed(l.dir, l.base, l.f) {
		return nil
	}
	if err := l.dir.Remove(l.base); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("cannot remove %s: %w", l.base, cause(err))
	}
	return nil
}
