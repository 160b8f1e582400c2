package safecreate

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// onFileSystems runs test in a new directory of each file system on which promises have
// broken before: in memory, where inode numbers are not used again; ext4, which gives the
// number of a removed file to the next one at once; and an overlay on it, as in containers.
func onFileSystems(t *testing.T, test func(t *testing.T, dir string)) {
	t.Run("tmpfs", func(t *testing.T) { test(t, scratch(t)) })
	t.Run("ext4", func(t *testing.T) { test(t, mountExt4(t)) })
	t.Run("overlay", func(t *testing.T) { test(t, mountOverlay(t)) })
}

// mountExt4 is an empty ext4 of its own.
func mountExt4(t *testing.T) string {
	t.Helper()
	needRoot(t)
	image := filepath.Join(t.TempDir(), "image")
	plant(t, image, "", 0o600)
	must(t, os.Truncate(image, 8<<20))
	if out, err := exec.Command("mkfs.ext4", "-q", image).CombinedOutput(); err != nil {
		t.Skipf("no mkfs.ext4: %v %s", err, out)
	}
	dir := scratch(t)
	if out, err := exec.Command("mount", "-o", "loop", image, dir).CombinedOutput(); err != nil {
		t.Skipf("cannot mount a loop device: %v %s", err, out)
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
	return dir
}

// mountOverlay is an overlay on an ext4 of its own.
func mountOverlay(t *testing.T) string {
	t.Helper()
	base := mountExt4(t)
	for _, sub := range []string{"lower", "upper", "work"} {
		must(t, os.Mkdir(filepath.Join(base, sub), 0o755))
	}
	dir := scratch(t)
	err := syscall.Mount("none", dir, "overlay", 0, fmt.Sprintf("lowerdir=%s/lower,upperdir=%[1]s/upper,workdir=%[1]s/work", base))
	if err != nil {
		t.Skip("cannot mount an overlay: ", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
	return dir
}
