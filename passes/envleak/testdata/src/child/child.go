package child

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

// Right: constant programs, whatever their environment.
func constant() error {
	cmd := exec.Command("git", "gc")
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	if err := cmd.Run(); err != nil {
		return err
	}
	return exec.Command("tar", "x").Run()
}

// Right: a trusted helper that was looked up.
func lookedUp() ([]byte, error) {
	path, err := exec.LookPath("iptables")
	if err != nil {
		return nil, err
	}
	return exec.Command(path, "-L").CombinedOutput()
}

// Right: what the user runs at the terminal is the user's.
func interactive(hook string) error {
	cmd := exec.Command(hook)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = os.Environ()
	return cmd.Run()
}

// Right: su, sudo and chroot hand the caller's environment on.
func su(uid, gid uint32) error {
	cmd := exec.Command("sh")
	cmd.Stdin = os.Stdin
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: gid}}
	return cmd.Run()
}

// Right: the hook gets nothing.
func empty(hook string) error {
	cmd := exec.Command(hook)
	cmd.Env = []string{}
	return cmd.Run()
}

// Right: another user, with a list of its own.
func listed(uid, gid uint32) error {
	cmd := exec.Command("worker")
	cmd.Env = []string{"PATH=/usr/bin", "HOME=/"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: gid}}
	return cmd.Run()
}

// Right: this program again.
func again() error { return syscall.Exec("/proc/self/exe", os.Args, os.Environ()) }

func hook(hook string) error {
	cmd := exec.Command(hook)
	cmd.Env = append(os.Environ(), "EVENT=start") // want `^warning: a program that is chosen at run time \(hook\) inherits the whole environment, secrets included; pass only the variables it needs \(envleak/env-to-less-trusted-child\)$`
	return cmd.Run()
}

type config struct{ PluginPath string }

func plugin(c *config) error {
	return exec.Command(c.PluginPath).Run() // want `^warning: Env is not set, so a program that is chosen at run time \(PluginPath\) inherits the whole environment, secrets included; set Env to what it needs`
}

func request(w http.ResponseWriter, r *http.Request) {
	cmd := exec.Command(r.FormValue("program")) // want `warning: Env is not set, so a program that a request chooses inherits the whole environment`
	cmd.Run()
}

func otherUser(uid, gid uint32) error {
	cmd := exec.Command("worker") // want `warning: Env is not set, so a child that runs as another user inherits the whole environment`
	cmd.SysProcAttr = &syscall.SysProcAttr{}
	cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uid, Gid: gid}
	return cmd.Run()
}

func otherRoot(root string) error {
	cmd := exec.Command("/worker")
	cmd.Dir = "/"
	cmd.Env = os.Environ() // want `warning: a child in another root directory inherits the whole environment`
	cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: root}
	return cmd.Run()
}

func afterDrop(uid int) error {
	if err := syscall.Setuid(uid); err != nil {
		return err
	}
	return syscall.Exec("/usr/bin/worker", nil, os.Environ()) // want `warning: a program that runs after privileges were given up inherits the whole environment`
}

// Right: scripts that only root installs.
func initScript(script string) error {
	return exec.Command("/etc/init.d/"+script, "start").Run()
}

// Right: the hook that is run is this program's own.
func install(hookDir string, launcher []byte) error {
	target := filepath.Join(hookDir, "post-merge")
	if err := replace(target, launcher); err != nil {
		return err
	}
	return exec.Command(target, "version").Run()
}

func replace(target string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(target), ".new")
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := f.Chmod(0o755); err != nil {
		return err
	}
	return os.Rename(f.Name(), target)
}

// One of its own is put there, another is run.
func neighbour(hookDir string, launcher []byte) error {
	if err := replace(filepath.Join(hookDir, "post-merge"), launcher); err != nil {
		return err
	}
	return exec.Command(filepath.Join(hookDir, "post-merge.local")).Run() // want `a program that is chosen at run time \(hookDir\)`
}

// What was downloaded is somebody else's.
func downloaded(script []byte) error {
	f, err := os.CreateTemp("", "script")
	if err != nil {
		return err
	}
	if _, err := f.Write(script); err != nil {
		return err
	}
	return run(f.Name())
}

func run(script string) error {
	return exec.Command(script).Run() // want `a program that is chosen at run time \(script\)`
}

type tool struct{ cmd string }

func configured(t *tool) error {
	cmd := exec.Command("/bin/sh", "-c", t.cmd)
	cmd.Env = append(os.Environ(), "EVENT=start") // want `warning: a command that is chosen at run time and run by sh inherits the whole environment`
	return cmd.Run()
}

// Right: the author wrote what the shell runs.
func written(arg string) error {
	return exec.Command("/bin/sh", "-c", "exec \"$0\" --version", arg).Run()
}

type client struct{ cmd *exec.Cmd }

// Right: whoever gets the command sets its environment.
func handedOut(plugin string) *client { return &client{cmd: exec.Command(plugin)} }

// Right: this program again, as another user.
func ownWorker(uid, gid uint32) error {
	cmd := exec.Command(os.Args[0], "worker")
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: gid}}
	return cmd.Run()
}

// Right: told where it happens.
func callsAfterDrop() error { return afterDrop(1000) }
