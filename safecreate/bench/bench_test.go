//go:build linux

package bench

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/renameio/v2"
	"github.com/moby/sys/atomicwriter"
	"github.com/natefinch/atomic"

	"github.com/permvet/permvet/safecreate"
)

type writer struct {
	what  string
	write func(name string, data []byte) error
}

func writers() []writer {
	return []writer{
		{"os", func(name string, data []byte) error { return os.WriteFile(name, data, 0o640) }},
		{"natefinch", func(name string, data []byte) error { return atomic.WriteFile(name, bytes.NewReader(data)) }},
		{"renameio", func(name string, data []byte) error { return renameio.WriteFile(name, data, 0o640) }},
		{"moby", func(name string, data []byte) error { return atomicwriter.WriteFile(name, data, 0o640) }},
		{"safecreate", func(name string, data []byte) error { return safecreate.WriteFile(name, data, 0o640) }},
	}
}

// places are the file systems: where temporary files are, and memory.
func places(b *testing.B) map[string]string {
	p := map[string]string{"disk": b.TempDir()}
	if dir, err := os.MkdirTemp("/dev/shm", "bench-"); err == nil {
		b.Cleanup(func() { os.RemoveAll(dir) })
		p["memory"] = dir
	}
	return p
}

func BenchmarkWriteFile(b *testing.B) {
	dirs := places(b)
	for _, place := range []string{"memory", "disk"} {
		for _, size := range []int{1 << 10, 1 << 20} {
			for _, w := range writers() {
				b.Run(fmt.Sprintf("%s/%dK/%s", place, size>>10, w.what), func(b *testing.B) {
					if dirs[place] == "" {
						b.Skip("no such file system")
					}
					name, data := filepath.Join(dirs[place], "x"), make([]byte, size)
					b.SetBytes(int64(size))
					for b.Loop() {
						if err := w.write(name, data); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		}
	}
}

func BenchmarkCreate(b *testing.B) {
	dir := places(b)["memory"]
	name := filepath.Join(dir, "x")
	for what, create := range map[string]func() (*os.File, error){
		"os":         func() (*os.File, error) { return os.OpenFile(name, os.O_CREATE|os.O_RDWR|os.O_TRUNC, 0o640) },
		"safecreate": func() (*os.File, error) { return safecreate.Create(name, 0o640) },
	} {
		for _, state := range []string{"new", "existing"} {
			b.Run(state+"/"+what, func(b *testing.B) {
				for b.Loop() {
					f, err := create()
					if err != nil {
						b.Fatal(err)
					}
					f.Close()
					if state == "new" {
						os.Remove(name)
					}
				}
			})
		}
	}
}

func BenchmarkMkdir(b *testing.B) {
	name := filepath.Join(places(b)["memory"], "x")
	for what, mkdir := range map[string]func() error{
		"os":              func() error { return os.Mkdir(name, 0o750) },
		"safecreate":      func() error { return safecreate.Mkdir(name, 0o750) },
		"safecreate/0770": func() error { return safecreate.Mkdir(name, 0o770) }, // the umask takes a bit
	} {
		b.Run(what, func(b *testing.B) {
			for b.Loop() {
				if err := mkdir(); err != nil {
					b.Fatal(err)
				}
				os.Remove(name)
			}
		})
	}
}

func BenchmarkListen(b *testing.B) {
	name := filepath.Join(places(b)["memory"], "s")
	for what, listen := range map[string]func() (net.Listener, error){
		"net":        func() (net.Listener, error) { return net.Listen("unix", name) },
		"safecreate": func() (net.Listener, error) { return safecreate.Listen("unix", name, 0o660) },
	} {
		b.Run(what, func(b *testing.B) {
			for b.Loop() {
				l, err := listen()
				if err != nil {
					b.Fatal(err)
				}
				l.Close()
			}
		})
	}
}

func BenchmarkLockPIDFile(b *testing.B) {
	name := filepath.Join(places(b)["memory"], "x.pid")
	for b.Loop() {
		p, err := safecreate.LockPIDFile(name, 0o644)
		if err != nil {
			b.Fatal(err)
		}
		p.Close()
	}
}
