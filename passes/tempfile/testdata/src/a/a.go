// Package a holds temporary names that look wrong and are not, and then those
// that are.
package a

import (
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	mathrand "math/rand"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"github.com/permvet/permvet/passes/tempfile/testdata/src/lib"
)

// Names that nobody can know.
func random(id string) {
	dir, err := os.MkdirTemp("/tmp", "a")
	if err != nil {
		return
	}
	os.WriteFile(filepath.Join(dir, "fixed"), nil, 0o600)
	os.MkdirAll(dir+"/sub", 0o755)
	f, _ := os.CreateTemp(os.TempDir(), "a-*.log")
	os.Create(f.Name() + ".gz")
	n, _ := rand.Int(rand.Reader, big.NewInt(1<<62))
	os.Create(fmt.Sprintf("/tmp/a-%d", n))
	os.Create(filepath.Join(os.TempDir(), id)) // an id may be random
	lib.Dump(dir, nil)
}

// Creation that fails if the name is taken.
func exclusive() {
	os.OpenFile("/tmp/a.lock", os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if os.Mkdir("/tmp/a-mine", 0o700) == nil {
		os.WriteFile("/tmp/a-mine/x", nil, 0o600)
	}
}

// Nothing is made.
func reads() {
	os.Open("/tmp/a.conf")
	os.OpenFile("/tmp/a.conf", os.O_RDONLY, 0)
	os.ReadFile(filepath.Join(os.TempDir(), "a"))
	os.Remove("/tmp/a.lock")
	os.MkdirAll("/tmp", 0o777)
	os.MkdirAll(os.TempDir(), 0o777)
}

// Not a directory of all users.
func elsewhere(root string) {
	os.Create("/data/tmp/a")
	os.Create("tmp/a")
	os.Create(root + "/tmp/a")
	os.Create("/tmp.d/a")
	home, _ := os.UserCacheDir()
	os.MkdirAll(filepath.Join(home, "tmp"), 0o700)
}

// The file that the reader sees is another one.
func replaced(b []byte) error {
	f, err := os.CreateTemp("/tmp", "a")
	if err != nil {
		return err
	}
	if _, err := f.Write(b); err != nil {
		return err
	}
	return os.Rename(f.Name(), "/tmp/a.json")
}

// Looked at before it is trusted.
func checked() (string, error) {
	dir := fmt.Sprintf("/tmp/a-%d", os.Getuid())
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	fi, err := os.Lstat(dir)
	if err != nil {
		return "", err
	}
	if st, ok := fi.Sys().(*syscall.Stat_t); !ok || int(st.Uid) != os.Getuid() || !fi.IsDir() || fi.Mode().Perm() != 0o700 {
		return "", errors.New("not ours")
	}
	return dir, nil
}

// And now the real ones.

const logName = "/tmp/a.log"

func fixed() {
	os.Create(logName)                                                                   // want `^warning: os.Create opens predictable path /tmp/a.log in world-writable /tmp without O_EXCL: another user can pre-create it as a file or symlink; use os.CreateTemp \(tempfile/predictable-temp\)$`
	os.OpenFile("/var/tmp/a.log", os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)            // want "predictable-temp"
	os.WriteFile(filepath.Join(os.TempDir(), "w", "b"), nil, 0o600)                      // want `\$TMPDIR/w/b in the`
	os.WriteFile(os.Getenv("TMPDIR")+"/a", nil, 0o600)                                   // want "predictable-temp"
	syscall.Open("/dev/shm/a", syscall.O_CREAT|syscall.O_RDWR|syscall.O_NOFOLLOW, 0o600) // want "predictable-temp"
	syscall.Creat("/tmp/a", 0o600)                                                       // want "predictable-temp"
}

func guessed() {
	os.Create("/tmp/a." + strconv.Itoa(os.Getpid()))                 // want `/tmp/a\.\* in world-writable /tmp without`
	os.Create(fmt.Sprintf("/tmp/a.%d", time.Now().UnixNano()))       // want "predictable-temp"
	os.Create(fmt.Sprintf("%s/a%d", os.TempDir(), mathrand.Int()))   // want "predictable-temp" related:`^a.go: os\.Create\(fmt\.Sprintf\("%s/a%d", os\.TempDir\(\), mathrand\.Int\(\)\)\): the temporary directory is chosen here$`
	os.Create("/tmp/a-" + strconv.FormatInt(int64(os.Getuid()), 10)) // want "predictable-temp"
}

// One finding for the directory, none for what is in it.
func directory(name string) {
	dir := filepath.Join(os.TempDir(), "a")
	os.MkdirAll(dir, 0o700) // want `^warning: os.MkdirAll succeeds if another user already created \$TMPDIR/a in the world-writable temporary directory, and that user then controls its contents; use os.MkdirTemp \(tempfile/predictable-temp\)$`
	os.WriteFile(filepath.Join(dir, "x"), nil, 0o600)
	os.Stat(dir) // follows a link
}

// A fallback that is taken only sometimes.
func fallback() {
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = os.TempDir()
	}
	dir = filepath.Join(dir, "a-update")
	os.MkdirAll(dir, 0o755) // want `\$TMPDIR/a-update`
}

func fromLib() {
	os.MkdirAll(lib.Cache, 0o755)      // want "/var/tmp/lib-cache"
	os.MkdirAll(lib.Dir()+"-a", 0o755) // want `\$TMPDIR/lib-a`
	lib.Dump("/tmp/", nil)             // want `^warning: lib.Dump opens predictable path /tmp/dump-\*.log in`
	lib.Save("/tmp/saved", nil)        // want "lib.Save opens predictable path /tmp/saved"
}

func secret() {
	os.WriteFile("/tmp/id_rsa", nil, 0o600)                                          // want "^error: .*predictable-temp"
	f, _ := os.OpenFile("/tmp/id_ecdsa", os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600) // want "^warning: "
	f.Close()
}
