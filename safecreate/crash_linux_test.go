package safecreate

import (
	"bufio"
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

func helpers() map[string]func([]string) error {
	return map[string]func([]string) error{
		"write for ever": writeForEver,
		"write once":     writeOnce,
		"connect":        connectForEver,
		"lock":           lockAndWait,
		"descriptors":    listDescriptors,
		"narrow":         narrowSystemDirectories,
		"flock":          lockForReading,
		"chroot":         closeAfterChroot,
		"drop":           closeAfterDrop,
		"copy read-only": copyReadOnly,
		"setgid":         mkdirSetgid,
		"listen once":    listenOnce,
		"lock twice":     lockTwice,
		"foreign group":  writeForeignGroup,
		"replace root's": replaceRoots,
		"ask":            askAsUser,
		"for group":      makeForGroup,
		"write new":      writeNewOnce,
		"log":            logAndRotate,
		"connect once":   connectAndWait,
		"activated":      activated,
	}
}

const crashSize = 300_000

// letters is content that shows whether it is whole.
func letters(c byte) []byte { return bytes.Repeat([]byte{c}, crashSize) }

func wantWhole(t *testing.T, name string) {
	t.Helper()
	got := content(t, name)
	if len(got) != crashSize || strings.Trim(got, got[:1]) != "" {
		t.Fatalf("a mix of %d bytes, want %d of one kind", len(got), crashSize)
	}
}

// writeForEver writes a file from as many goroutines as it is told, under umask 0.
func writeForEver(arg []string) error {
	syscall.Umask(0)
	name := arg[0]
	writers, err := strconv.Atoi(arg[1])
	if err != nil {
		return err
	}
	failed := make(chan error)
	for w := range writers {
		go func() {
			for i := w; ; i++ {
				if err := WriteFile(name, letters('a'+byte(i%26)), 0o640); err != nil {
					failed <- err
					return
				}
				if i == w {
					fmt.Println("started")
				}
			}
		}()
	}
	return <-failed
}

// kill -9 at random points leaves the old or the new content, with the final mode, and
// the next successful run leaves nothing else.
func TestKillLoop(t *testing.T) {
	for _, writers := range []int{1, 6} {
		t.Run(fmt.Sprintf("%d writers", writers), func(t *testing.T) {
			dir := scratch(t)
			name := filepath.Join(dir, "x")
			debris := 0
			for range rounds(60, 3000) {
				runAndKill(t, name, writers)
				wantWhole(t, name)
				wantMode(t, name, 0o640)
				for _, n := range names(t, dir) {
					if mode := modeOf(t, filepath.Join(dir, n)); mode&^0o640 != 0 {
						t.Fatalf("%s has %v", n, mode)
					}
				}
				debris += len(names(t, dir)) - 1
				must(t, WriteFile(name, letters('Z'), 0o640))
				if left := names(t, dir); len(left) != 1 {
					t.Fatalf("left %v", left)
				}
			}
			t.Logf("%d temporary files were left and removed", debris)
		})
	}
}

func runAndKill(t *testing.T, name string, writers int) {
	t.Helper()
	c := helperCommand("write for ever", name, strconv.Itoa(writers))
	out, err := c.StdoutPipe()
	must(t, err)
	must(t, c.Start())
	_, readErr := bufio.NewReader(out).ReadString('\n')
	time.Sleep(rand.N(3 * time.Millisecond))
	must(t, c.Process.Kill())
	c.Wait()
	must(t, readErr)
}

// writeOnce keeps to one thread, so that its system calls can be counted.
func writeOnce(arg []string) error {
	runtime.LockOSThread()
	syscall.Umask(0o277) // every mode needs its fchmod
	return WriteFile(arg[0], letters('n'), 0o640)
}

// The same at every single system call of WriteFile instead of random points: strace
// kills the process when it enters the n-th call of each kind.
func TestKillAtEachSystemCall(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("needs strace")
	}
	dir := scratch(t)
	name := filepath.Join(dir, "x")
	kills := 0
	for _, call := range []string{"openat", "newfstatat", "fstat", "flock", "write", "fchmod", "fsync", "renameat", "unlinkat", "close"} {
		for n := 1; ; n++ {
			must(t, WriteFile(name, letters('o'), 0o640))
			c := exec.Command(strace, "-f", "-qq", "-o", "/dev/null", "-e", "trace="+call,
				"-e", fmt.Sprintf("inject=%s:signal=KILL:when=%d", call, n), "/proc/self/exe", name)
			self, err := os.Executable()
			must(t, err)
			c.Args[len(c.Args)-2] = self
			c.Env = Env(helperVar + "=write once")
			output, err := c.CombinedOutput()
			if err != nil && len(output) > 0 {
				t.Skipf("strace cannot inject signals here: %s", output)
			}
			if got := content(t, name); got != string(letters('o')) && got != string(letters('n')) {
				t.Fatalf("killed at %s %d: a mix of %d bytes", call, n, len(got))
			}
			wantMode(t, name, 0o640)
			must(t, WriteFile(name, letters('o'), 0o640))
			if left := names(t, dir); len(left) != 1 {
				t.Fatalf("killed at %s %d: left %v", call, n, left)
			}
			if err == nil {
				break // there was no n-th call
			}
			kills++
		}
	}
	if kills < 10 {
		t.Errorf("killed at %d points only", kills)
	}
	t.Logf("killed at %d points", kills)
}

// The order that the comment of WriteFile promises, as the kernel sees it.
func TestOrderOfSystemCalls(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("needs strace")
	}
	dir := scratch(t)
	log := filepath.Join(t.TempDir(), "log")
	self, err := os.Executable()
	must(t, err)
	c := exec.Command(strace, "-f", "-y", "-qq", "-o", log, "-e", "trace=openat,flock,write,fchmod,fsync,renameat,renameat2,close",
		self, filepath.Join(dir, "x"))
	c.Env = Env(helperVar + "=write once")
	if out, err := c.CombinedOutput(); err != nil {
		t.Skipf("strace does not work here: %v: %s", err, out)
	}
	temp := regexp.QuoteMeta(dir+"/"+slotName("x", "0")) + ">"
	final := regexp.QuoteMeta(dir+"/x") + ">"
	order := []string{
		`openat\(AT_FDCWD[^,]*, "` + regexp.QuoteMeta(dir) + `/?", O_RDONLY\|O_CLOEXEC`,
		`openat\(\d+<` + regexp.QuoteMeta(dir) + `>, "` + regexp.QuoteMeta(slotName("x", "0")) + `", O_RDWR\|O_CREAT\|O_EXCL\|.*O_CLOEXEC, 0600\)`,
		`flock\(\d+<` + temp + `, LOCK_EX\|LOCK_NB`, `write\(\d+<` + temp, `fsync\(\d+<` + temp, `fchmod\(\d+<` + temp + `, 0640`,
		`renameat2?\(\d+<` + regexp.QuoteMeta(dir) + `>`, `flock\(\d+<` + final + `, LOCK_UN`, `fsync\(\d+<` + regexp.QuoteMeta(dir) + `>`, `close\(`,
	}
	rest := content(t, log)
	for _, step := range order {
		at := regexp.MustCompile(step).FindStringIndex(rest)
		if at == nil {
			t.Fatalf("no %s in, or not after what comes before it:\n%s", step, rest)
		}
		rest = rest[at[1]:]
	}
}

// mountSmall mounts a file system of that many kilobytes.
func mountSmall(t *testing.T, kilobytes int) string {
	t.Helper()
	needRoot(t)
	dir := scratch(t)
	err := syscall.Mount("none", dir, "tmpfs", 0, fmt.Sprintf("size=%dk,mode=0700", kilobytes))
	if err != nil {
		t.Skip("cannot mount: ", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
	return dir
}

func TestFullDisk(t *testing.T) {
	dir := mountSmall(t, 256)
	name := filepath.Join(dir, "x")
	must(t, WriteFile(name, []byte("old"), 0o600))
	err := WriteFile(name, letters('n'), 0o644)
	if err == nil || !strings.Contains(err.Error(), name) || !isErrno(err, syscall.ENOSPC) {
		t.Errorf("%v, want ENOSPC for %s", err, name)
	}
	if got := content(t, name); got != "old" {
		t.Errorf("content %q", got)
	}
	wantMode(t, name, 0o600)
	if left := names(t, dir); len(left) != 1 {
		t.Errorf("left %v", left)
	}
	must(t, WriteFile(name, []byte("fits"), 0o644))
	wantMode(t, name, 0o644)
}

func TestReadOnlyFileSystem(t *testing.T) {
	dir := mountSmall(t, 256)
	name := filepath.Join(dir, "x")
	must(t, WriteFile(name, []byte("old"), 0o600))
	must(t, syscall.Mount("none", dir, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
	if err := WriteFile(name, []byte("new"), 0o600); !isErrno(err, syscall.EROFS) || !strings.Contains(err.Error(), name) {
		t.Errorf("%v, want EROFS for %s", err, name)
	}
	if got := content(t, name); got != "old" {
		t.Errorf("content %q", got)
	}
}

// startTogether lets n goroutines start at once and collects what they return.
func startTogether[T any](n int, f func(i int) T) []T {
	var wg sync.WaitGroup
	gate := make(chan struct{})
	results := make([]T, n)
	for i := range n {
		wg.Go(func() {
			<-gate
			results[i] = f(i)
		})
	}
	close(gate)
	wg.Wait()
	return results
}
