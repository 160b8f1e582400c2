//go:build unix && !aix && (!solaris || illumos)

package safecreate_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/permvet/permvet/safecreate"
)

func ExampleListen() {
	inTemp(func(dir string) error {
		name := filepath.Join(dir, "s")
		l, err := safecreate.Listen("unix", name, 0o660)
		if err != nil {
			return err
		}
		defer l.Close()
		fi, err := os.Lstat(name)
		fmt.Println(fi.Mode().Perm())
		_, second := safecreate.Listen("unix", name, 0o660)
		fmt.Println(errors.Is(second, syscall.EADDRINUSE))
		return err
	})
	// Output:
	// -rw-rw----
	// true
}

func ExampleListenContext() {
	inTemp(func(dir string) error {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		l, err := safecreate.ListenContext(ctx, "unix", filepath.Join(dir, "s"), 0o600)
		if err != nil {
			return err
		}
		fmt.Printf("%T\n", l)
		return l.Close()
	})
	// Output: *safecreate.Listener
}

func ExampleListenUnix() {
	inTemp(func(dir string) error {
		l, err := safecreate.ListenUnix("unix", &net.UnixAddr{Name: filepath.Join(dir, "s"), Net: "unix"}, 0o600)
		if err != nil {
			return err
		}
		show(l.Addr().String())
		return l.Close()
	})
	// Output: s Srw-------
}

func ExampleListenUnixgram() {
	inTemp(func(dir string) error {
		name := filepath.Join(dir, "log")
		c, err := safecreate.ListenUnixgram("unixgram", &net.UnixAddr{Name: name, Net: "unixgram"}, 0o622)
		if errors.Is(err, errors.ErrUnsupported) { // not on every system
			fmt.Println("log Srw--w--w-")
			return nil
		}
		if err != nil {
			return err
		}
		show(name)
		return c.Close()
	})
	// Output: log Srw--w--w-
}

func ExampleControl() {
	inTemp(func(dir string) error {
		lc := net.ListenConfig{Control: safecreate.Control(0o600)}
		l, err := lc.Listen(context.Background(), "unix", filepath.Join(dir, "s"))
		if errors.Is(err, errors.ErrUnsupported) { // not on every system
			fmt.Println("s Srw-------")
			return nil
		}
		if err != nil {
			return err
		}
		show(l.Addr().String())
		return l.Close()
	})
	// Output: s Srw-------
}

func ExampleOwned() {
	inTemp(func(dir string) error {
		addr := &net.UnixAddr{Name: filepath.Join(dir, "s"), Net: "unix"}
		l, err := safecreate.ListenUnix("unix", addr, 0o600)
		if err != nil {
			return err
		}
		owned, err := safecreate.Owned(l)
		if err != nil {
			return err
		}
		os.Remove(addr.Name) // an impatient administrator, and a second server
		successor, err := safecreate.ListenUnix("unix", addr, 0o600)
		if err != nil {
			return err
		}
		defer successor.Close()
		if err := owned.Close(); err != nil {
			return err
		}
		show(addr.Name) // still there
		return nil
	})
	// Output: s Srw-------
}

func ExampleListener_Close() {
	inTemp(func(dir string) error {
		name := filepath.Join(dir, "s")
		l, err := safecreate.Listen("unix", name, 0o600)
		if err != nil {
			return err
		}
		if err := l.Close(); err != nil { // http.Server.Shutdown does this
			return err
		}
		successor, err := safecreate.Listen("unix", name, 0o600)
		if err != nil {
			return err
		}
		defer successor.Close()
		fmt.Println(errors.Is(l.Close(), net.ErrClosed)) // and this a deferred Close
		show(name)
		return nil
	})
	// Output:
	// true
	// s Srw-------
}

func ExampleListener_SetUnlinkOnClose() {
	inTemp(func(dir string) error {
		name := filepath.Join(dir, "s")
		l, err := safecreate.Listen("unix", name, 0o600)
		if err != nil {
			return err
		}
		l.(*safecreate.Listener).SetUnlinkOnClose(false) // a child has the socket, too
		if err := l.Close(); err != nil {
			return err
		}
		show(name)
		return nil
	})
	// Output: s Srw-------
}

func ExampleGroup() {
	inTemp(func(dir string) error {
		gid := os.Getgid() // of "www-data", say; see os/user.LookupGroup
		l, err := safecreate.Listen("unix", filepath.Join(dir, "s"), 0o660, safecreate.Group(gid))
		if err != nil {
			return err
		}
		show(l.Addr().String())
		return l.Close()
	})
	// Output: s Srw-rw----
}

func ExampleOwner() {
	inTemp(func(dir string) error {
		uid := os.Getuid() // of the user whom the daemon will become
		if err := safecreate.MkdirAllWith(filepath.Join(dir, "log"), 0o750, safecreate.Owner(uid)); err != nil {
			return err
		}
		show(filepath.Join(dir, "log"))
		return nil
	})
	// Output: log drwxr-x---
}

func ExampleOurs() {
	inTemp(func(dir string) error {
		uid := 65534 // whom the daemon becomes: what it leaves is taken over by its next start as root
		p, err := safecreate.LockPIDFile(filepath.Join(dir, "app.pid"), 0o644, safecreate.Ours(uid))
		if err != nil {
			return err
		}
		return p.Close()
	})
	// Output:
}

func ExampleIsRunning() {
	inTemp(func(dir string) error {
		name := filepath.Join(dir, "app.pid")
		_, running, err := safecreate.IsRunning(name)
		if err != nil {
			return err
		}
		fmt.Println(running)
		p, err := safecreate.LockPIDFile(name, 0o644)
		if err != nil {
			return err
		}
		defer p.Close()
		pid, running, err := safecreate.IsRunning(name)
		fmt.Println(running, pid == os.Getpid())
		return err
	})
	// Output:
	// false
	// true true
}

func ExampleWaitPIDFile() {
	inTemp(func(dir string) error {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		// After the daemon has been sent SIGTERM, and before the next is started:
		return safecreate.WaitPIDFile(ctx, filepath.Join(dir, "app.pid"))
	})
	// Output:
}

func ExampleLockPIDFile() {
	inTemp(func(dir string) error {
		name := filepath.Join(dir, "app.pid")
		p, err := safecreate.LockPIDFile(name, 0o644)
		if err != nil {
			return err
		}
		defer p.Close()
		_, err = safecreate.LockPIDFile(name, 0o644)
		var running *safecreate.RunningError
		if errors.As(err, &running) {
			fmt.Println("running already:", running.PID == os.Getpid())
		}
		return nil
	})
	// Output: running already: true
}

func ExamplePIDFile_Close() {
	inTemp(func(dir string) error {
		p, err := safecreate.LockPIDFile(filepath.Join(dir, "app.pid"), 0o644)
		if err != nil {
			return err
		}
		if err := p.Close(); err != nil {
			return err
		}
		entries, err := os.ReadDir(dir)
		fmt.Println(len(entries))
		return err
	})
	// Output: 0
}

func ExampleWritePIDFile() {
	inTemp(func(dir string) error {
		name := filepath.Join(dir, "app.pid")
		if err := safecreate.WritePIDFile(name); err != nil {
			return err // a *RunningError if a daemon is there
		}
		show(name)
		return nil
	})
	// Output: app.pid -rw-r--r--
}

func ExampleEnv() {
	os.Setenv("DATABASE_PASSWORD", "secret")
	defer os.Unsetenv("DATABASE_PASSWORD")
	cmd := exec.Command("true")
	cmd.Env = safecreate.Env("MODE=batch")
	all := strings.Join(cmd.Env, " ")
	fmt.Println(strings.Contains(all, "DATABASE"), strings.Contains(all, "MODE=batch"))
	// Output: false true
}

func ExampleFilterEnv() {
	env := []string{"PATH=/bin", "APP_PORT=80", "APP_NAME=x", "AWS_SECRET=y"}
	fmt.Println(safecreate.FilterEnv(env, "PATH", "APP_*"))
	fmt.Println(safecreate.FilterEnv(env, "NOTHING") == nil)
	// Output:
	// [PATH=/bin APP_PORT=80 APP_NAME=x]
	// false
}

func ExampleCommand() {
	os.Setenv("DATABASE_PASSWORD", "secret")
	defer os.Unsetenv("DATABASE_PASSWORD")
	out, err := safecreate.Command("env").Output()
	fmt.Println(strings.Contains(string(out), "DATABASE"), err)
	// Output: false <nil>
}

func ExampleCommandContext() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := safecreate.CommandContext(ctx, "sh", "-c", "echo $MODE")
	cmd.Env = append(cmd.Env, "MODE=batch")
	out, err := cmd.Output()
	fmt.Print(string(out))
	if err != nil {
		fmt.Println(err)
	}
	// Output: batch
}

func ExampleUmask() {
	mask, err := safecreate.Umask()
	fmt.Println(mask <= 0o777, err)
	// Output: true <nil>
}

func ExampleNewLog() {
	inTemp(func(dir string) error {
		log, err := safecreate.NewLog(filepath.Join(dir, "app.log"), 0o640)
		if err != nil {
			return err
		}
		defer log.Close()
		slog.New(slog.NewTextHandler(log, nil)).Info("started")
		show(filepath.Join(dir, "app.log"))
		return nil
	})
	// Output: app.log -rw-r-----
}

func ExampleLog_Write() {
	inTemp(func(dir string) error {
		name := filepath.Join(dir, "app.log")
		log, err := safecreate.NewLog(name, 0o640)
		if err != nil {
			return err
		}
		defer log.Close()
		fmt.Fprintln(log, "a line")
		b, err := os.ReadFile(name)
		fmt.Print(string(b))
		return err
	})
	// Output: a line
}

func ExampleLog_Reopen() {
	inTemp(func(dir string) error {
		name := filepath.Join(dir, "app.log")
		log, err := safecreate.NewLog(name, 0o640)
		if err != nil {
			return err
		}
		defer log.Close()
		if err := os.Rename(name, name+".1"); err != nil { // logrotate, which then sends SIGHUP
			return err
		}
		if err := log.Reopen(); err != nil {
			return err
		}
		show(name)
		return nil
	})
	// Output: app.log -rw-r-----
}

func ExampleLog_Redirect() {
	inTemp(func(dir string) error {
		name := filepath.Join(dir, "app.log")
		log, err := safecreate.NewLog(name, 0o640)
		if err != nil {
			return err
		}
		defer log.Close()
		out, err := os.Create(filepath.Join(dir, "out")) // os.Stdout or os.Stderr, in a daemon
		if err != nil {
			return err
		}
		defer out.Close()
		if err := log.Redirect(out); errors.Is(err, errors.ErrUnsupported) { // not on every system
			fmt.Println("a panic")
			return nil
		} else if err != nil {
			return err
		}
		fmt.Fprintln(out, "a panic")
		b, err := os.ReadFile(name)
		fmt.Print(string(b))
		return err
	})
	// Output: a panic
}

func ExampleLog_Close() {
	inTemp(func(dir string) error {
		log, err := safecreate.NewLog(filepath.Join(dir, "app.log"), 0o640)
		if err != nil {
			return err
		}
		return log.Close()
	})
	// Output:
}

func ExamplePeerCred() {
	inTemp(func(dir string) error {
		l, err := safecreate.Listen("unix", filepath.Join(dir, "s"), 0o600)
		if err != nil {
			return err
		}
		defer l.Close()
		c, err := net.Dial("unix", l.Addr().String())
		if err != nil {
			return err
		}
		defer c.Close()
		accepted, err := l.Accept()
		if err != nil {
			return err
		}
		defer accepted.Close()
		peer, err := safecreate.PeerCred(accepted.(*net.UnixConn))
		if errors.Is(err, errors.ErrUnsupported) { // not on every system
			fmt.Println(true)
			return nil
		}
		fmt.Println(peer.UID == os.Getuid())
		return err
	})
	// Output: true
}

func ExampleActivated() {
	files, err := safecreate.Activated() // the sockets of app.socket, in the order of its lines
	fmt.Println(len(files), err)
	// Output: 0 <nil>
}
