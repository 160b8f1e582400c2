//go:build unix && !aix && (!solaris || illumos)

package safecreate_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing/fstest"

	"github.com/permvet/permvet/safecreate"
)

// inTemp runs an example in a directory of its own.
func inTemp(f func(dir string) error) {
	dir, err := os.MkdirTemp("", "ex")
	if err == nil {
		defer os.RemoveAll(dir)
		err = f(dir)
	}
	if err != nil {
		fmt.Println(err)
	}
}

func show(name string) {
	fi, err := os.Lstat(name)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(filepath.Base(name), fi.Mode())
}

func ExampleOpenFile() {
	inTemp(func(dir string) error {
		name := filepath.Join(dir, "state")
		f, err := safecreate.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o660) // whatever the umask
		if err != nil {
			return err
		}
		show(name)
		return f.Close()
	})
	// Output: state -rw-rw----
}

func ExampleCreate() {
	inTemp(func(dir string) error {
		name := filepath.Join(dir, "report")
		victim := filepath.Join(dir, "passwords")
		if err := os.Symlink(victim, name); err != nil { // planted by somebody else
			return err
		}
		_, err := safecreate.Create(name, 0o600)
		fmt.Println(errors.Is(err, safecreate.ErrSymlink))
		return nil
	})
	// Output: true
}

func ExampleCreateNew() {
	inTemp(func(dir string) error {
		name := filepath.Join(dir, "key")
		f, err := safecreate.CreateNew(name, 0o400) // read-only, but written once
		if err != nil {
			return err
		}
		defer f.Close()
		fmt.Fprintln(f, "secret")
		show(name)
		_, err = safecreate.CreateNew(name, 0o400)
		fmt.Println(errors.Is(err, fs.ErrExist))
		return nil
	})
	// Output:
	// key -r--------
	// true
}

func ExampleOpenLog() {
	inTemp(func(dir string) error {
		name := filepath.Join(dir, "app.log")
		for range 2 {
			f, err := safecreate.OpenLog(name, 0o640)
			if err != nil {
				return err
			}
			fmt.Fprintln(f, "started")
			f.Close()
		}
		b, err := os.ReadFile(name)
		fmt.Print(string(b))
		return err
	})
	// Output:
	// started
	// started
}

func ExampleWriteFile() {
	inTemp(func(dir string) error {
		name := filepath.Join(dir, "config")
		if err := os.WriteFile(name, []byte("password"), 0o644); err != nil {
			return err
		}
		// A new file takes its place: who has the old one open never sees the new content.
		if err := safecreate.WriteFile(name, []byte("new password"), 0o600); err != nil {
			return err
		}
		show(name)
		return nil
	})
	// Output: config -rw-------
}

func ExampleUpdate() {
	inTemp(func(dir string) error {
		name := filepath.Join(dir, "state.json")
		p, err := safecreate.Update(name, 0o640)
		if err != nil {
			return err
		}
		defer p.Close() // throws away what was not committed
		if err := json.NewEncoder(p).Encode(map[string]int{"n": 1}); err != nil {
			return err
		}
		if err := p.Commit(); err != nil {
			return err
		}
		show(name)
		return nil
	})
	// Output: state.json -rw-r-----
}

func ExamplePending_Commit() {
	inTemp(func(dir string) error {
		name := filepath.Join(dir, "x")
		p, err := safecreate.Update(name, 0o600)
		if err != nil {
			return err
		}
		fmt.Fprint(p, "content")
		_, err = os.Stat(name)
		fmt.Println("before:", errors.Is(err, fs.ErrNotExist))
		if err := p.Commit(); err != nil {
			return err
		}
		b, err := os.ReadFile(name)
		fmt.Println("after:", string(b))
		return err
	})
	// Output:
	// before: true
	// after: content
}

func ExamplePending_Close() {
	inTemp(func(dir string) error {
		p, err := safecreate.Update(filepath.Join(dir, "x"), 0o600)
		if err != nil {
			return err
		}
		fmt.Fprint(p, "half of the cont")
		if err := p.Close(); err != nil { // changed our mind
			return err
		}
		entries, err := os.ReadDir(dir)
		fmt.Println(len(entries))
		return err
	})
	// Output: 0
}

func ExampleCreateTemp() {
	inTemp(func(dir string) error {
		f, err := safecreate.CreateTemp(dir, "upload-*.png", 0o640) // for a group that reads it
		if err != nil {
			return err
		}
		defer f.Close()
		fi, err := f.Stat()
		fmt.Println(fi.Mode(), filepath.Ext(f.Name()))
		return err
	})
	// Output: -rw-r----- .png
}

func ExampleTempFile() {
	inTemp(func(dir string) error {
		f, err := safecreate.TempFile(dir)
		if err != nil {
			return err
		}
		defer f.Close() // nothing to remove
		fmt.Fprint(f, "scratch")
		entries, err := os.ReadDir(dir)
		fmt.Println(len(entries), "names")
		return err
	})
	// Output: 0 names
}

func ExampleCopyFS() {
	inTemp(func(dir string) error {
		src := fstest.MapFS{
			".":         {Mode: fs.ModeDir | 0o755},
			"tls":       {Mode: fs.ModeDir | 0o700},
			"tls/key":   {Data: []byte("secret"), Mode: 0o600},
			"index.htm": {Data: []byte("hello"), Mode: 0o644},
		}
		dst := filepath.Join(dir, "copy")
		if err := safecreate.CopyFS(dst, src); err != nil {
			return err
		}
		for _, name := range []string{"tls", "tls/key", "index.htm"} {
			show(filepath.Join(dst, name))
		}
		return nil
	})
	// Output:
	// tls drwx------
	// key -rw-------
	// index.htm -rw-r--r--
}

func ExampleMkdir() {
	inTemp(func(dir string) error {
		name := filepath.Join(dir, "spool")
		if err := safecreate.Mkdir(name, 0o770); err != nil {
			return err
		}
		show(name)
		fmt.Println(errors.Is(safecreate.Mkdir(name, 0o1777), safecreate.ErrBadPerm))
		return nil
	})
	// Output:
	// spool drwxrwx---
	// true
}

func ExampleMkdirAll() {
	inTemp(func(dir string) error {
		name := filepath.Join(dir, "app", "cache")
		if err := os.MkdirAll(name, 0o755); err != nil { // as an older version did
			return err
		}
		if err := safecreate.MkdirAll(name, 0o700); err != nil {
			return err
		}
		show(name)
		return nil
	})
	// Output: cache drwx------
}

func ExampleMkdirAllWith() {
	inTemp(func(dir string) error {
		private := filepath.Join(dir, "private")
		if err := os.MkdirAll(filepath.Join(private, "sub"), 0o755); err != nil {
			return err
		}
		if err := os.Chmod(private, 0o755); err != nil { // by mistake, long ago
			return err
		}
		err := safecreate.MkdirAllWith(private, 0o700, safecreate.NarrowExisting())
		show(private)
		return err
	})
	// Output: private drwx------
}

func ExampleNarrowExisting() {
	inTemp(func(dir string) error {
		lib := filepath.Join(dir, "lib") // as /var/lib: others live in it
		if err := os.MkdirAll(filepath.Join(lib, "other"), 0o755); err != nil {
			return err
		}
		if err := os.Chmod(lib, 0o755); err != nil {
			return err
		}
		fmt.Println(errors.Is(safecreate.MkdirAll(lib, 0o700), safecreate.ErrMode))
		return safecreate.MkdirAllWith(lib, 0o700, safecreate.NarrowExisting())
	})
	// Output: true
}

func ExampleWriteFileWith() {
	inTemp(func(dir string) error {
		cache := filepath.Join(dir, "cache")
		if err := safecreate.WriteFileWith(cache, []byte("can be made again"), 0o640, safecreate.NoSync()); err != nil {
			return err
		}
		show(cache)
		return nil
	})
	// Output: cache -rw-r-----
}

func ExampleWriteNew() {
	inTemp(func(dir string) error {
		key := filepath.Join(dir, "key")
		if err := safecreate.WriteNew(key, []byte("secret"), 0o600); err != nil {
			return err
		}
		err := safecreate.WriteNew(key, []byte("another"), 0o600) // another starter was first
		fmt.Println(errors.Is(err, fs.ErrExist))
		return nil
	})
	// Output: true
}

func ExampleIfAbsent() {
	inTemp(func(dir string) error {
		p, err := safecreate.Update(filepath.Join(dir, "key"), 0o600, safecreate.IfAbsent())
		if err != nil {
			return err // fs.ErrExist
		}
		defer p.Close()
		fmt.Fprintln(p, "secret")
		return p.Commit()
	})
	// Output:
}

func ExampleFollowLink() {
	inTemp(func(dir string) error {
		conf := filepath.Join(dir, "app.conf") // a link into a repository of dotfiles
		if err := os.Symlink("dotfiles.conf", conf); err != nil {
			return err
		}
		if err := safecreate.WriteFileWith(conf, []byte("a=1"), 0o600, safecreate.FollowLink()); err != nil {
			return err
		}
		show(filepath.Join(dir, "dotfiles.conf"))
		return nil
	})
	// Output: dotfiles.conf -rw-------
}

func ExampleKeepOwner() {
	inTemp(func(dir string) error {
		// As root: what belongs to postgres goes on belonging to postgres.
		return safecreate.WriteFileWith(filepath.Join(dir, "pg_hba.conf"), []byte("x"), 0o640, safecreate.KeepOwner(), safecreate.Ours(70))
	})
	// Output:
}

func ExampleNoSync() {
	inTemp(func(dir string) error {
		return safecreate.WriteFileWith(filepath.Join(dir, "cache"), []byte("x"), 0o600, safecreate.NoSync())
	})
	// Output:
}

func ExampleInPlaceIfBusy() {
	inTemp(func(dir string) error {
		// In a container in which this one file is a mount from the host.
		return safecreate.WriteFileWith(filepath.Join(dir, "hosts"), []byte("x"), 0o644, safecreate.InPlaceIfBusy())
	})
	// Output:
}

func ExampleBelow() {
	inTemp(func(dir string) error {
		root, err := os.OpenRoot(dir)
		if err != nil {
			return err
		}
		defer root.Close()
		below := safecreate.Below(root)
		if err := safecreate.MkdirAllWith("uploads/2026", 0o750, below); err != nil {
			return err
		}
		if err := safecreate.WriteFileWith("uploads/2026/x", []byte("x"), 0o640, below); err != nil {
			return err
		}
		err = safecreate.WriteFileWith("../outside", nil, 0o640, below)
		fmt.Println(err != nil)
		show(filepath.Join(dir, "uploads/2026/x"))
		return nil
	})
	// Output:
	// true
	// x -rw-r-----
}

func ExampleCheckPath() {
	inTemp(func(dir string) error {
		shared := filepath.Join(dir, "shared")
		if err := os.Mkdir(shared, 0o700); err != nil {
			return err
		}
		if err := os.Chmod(shared, 0o777); err != nil {
			return err
		}
		err := safecreate.CheckPath(filepath.Join(shared, "keys", "tls.key"))
		fmt.Println(errors.Is(err, safecreate.ErrWritable))
		return nil
	})
	// Output: true
}
