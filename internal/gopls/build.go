package gopls

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/semver"
)

const (
	module  = "github.com/permvet/permvet"
	server  = "golang.org/x/tools/gopls"
	xtools  = "golang.org/x/tools"
	hookDir = "internal/settings"
)

//go:embed hook.go.txt
var hook []byte

// A build is one request.
type build struct {
	out     string // the program, an absolute path
	version string // of gopls; empty means the newest that is tested
	source  string // a checkout of permvet; empty means the version of this command
}

func (b *build) run(ctx context.Context, stdout io.Writer) error {
	tmp, err := os.MkdirTemp("", "permvet-gopls-")
	if err != nil {
		return fmt.Errorf("making a directory to build in: %w", err)
	}
	defer os.RemoveAll(tmp) //nolint:errcheck // what is left in the temporary directory does no harm
	g := &goCommand{dir: tmp}

	goVersion, err := g.run(ctx, "env", "GOVERSION")
	if err != nil {
		return err
	}
	if b.version == "" {
		b.version = newest(goVersion)
	}
	self, err := b.self(ctx)
	if err != nil {
		return err
	}
	cached, err := download(ctx, g, server, b.version)
	if err != nil {
		return tooOld(err, b.version, goVersion)
	}
	g.dir = filepath.Join(tmp, "gopls")
	if err := os.CopyFS(g.dir, os.DirFS(cached)); err != nil {
		return fmt.Errorf("copying gopls: %w", err)
	}
	if err := b.prepare(ctx, g, goVersion, self); err != nil {
		return err
	}
	if err := b.link(ctx, g); err != nil {
		return err
	}
	_, err = fmt.Fprintf(stdout, "gopls %s with permvet %s: %s\n", b.version, self, b.out)
	return err
}

// prepare adds permvet to the copy of gopls and refuses what cannot work.
func (b *build) prepare(ctx context.Context, g *goCommand, goVersion string, self self) error {
	if err := b.toolchain(ctx, g, goVersion); err != nil {
		return err
	}
	if err := checkHook(filepath.Join(g.dir, hookDir)); err != nil {
		return fmt.Errorf("gopls %s is built in another way than permvet knows: %w; these versions are expected to work: %s", b.version, err, strings.Join(versions(), ", "))
	}
	if err := os.WriteFile(filepath.Join(g.dir, hookDir, "permvet.go"), hook, 0o600); err != nil {
		return fmt.Errorf("adding permvet to gopls: %w", err)
	}
	if err := self.fits(ctx, g, b.version); err != nil {
		return err
	}
	edit := []string{"mod", "edit", "-require=" + module + "@" + self.require()}
	if self.dir != "" {
		edit = append(edit, "-replace="+module+"="+self.dir)
	}
	_, err := g.run(ctx, edit...)
	return err
}

// toolchain sees to it that the go command can build this version of gopls.
func (b *build) toolchain(ctx context.Context, g *goCommand, goVersion string) error {
	_, err := g.run(ctx, "env", "GOVERSION")
	return tooOld(err, b.version, goVersion)
}

// tooOld explains an error that comes from the version of Go.
func tooOld(err error, gopls, goVersion string) error {
	if err != nil && strings.Contains(err.Error(), "requires go >=") {
		return fmt.Errorf("gopls %s needs a newer Go than %s: choose -gopls %s, or let the go command get it with GOTOOLCHAIN=auto", gopls, goVersion, newest(goVersion))
	}
	return err
}

// link builds the program beside its final place and moves it there.
func (b *build) link(ctx context.Context, g *goCommand) error {
	f, err := os.CreateTemp(filepath.Dir(b.out), ".gopls-permvet-*")
	if err != nil {
		return fmt.Errorf("-o: %w", err)
	}
	defer os.Remove(f.Name()) //nolint:errcheck // there is none after the renaming
	if err := f.Close(); err != nil {
		return fmt.Errorf("-o: %w", err)
	}
	if _, err := g.run(ctx, "build", "-mod=mod", "-trimpath", "-o", f.Name(), "."); err != nil {
		return unreachable(err, "what gopls "+b.version+" and permvet need")
	}
	if err := os.Rename(f.Name(), b.out); err != nil {
		return fmt.Errorf("-o: %w", err)
	}
	return nil
}

// fits compares the versions of x/tools that gopls pins and that permvet needs. The go command would take the newer one,
// and gopls would not compile, or worse.
func (s self) fits(ctx context.Context, g *goCommand, version string) error {
	theirs, err := pinned(filepath.Join(g.dir, "go.mod"))
	if err != nil {
		return err
	}
	dir := s.dir
	if dir == "" {
		if dir, err = download(ctx, g, module, s.version); err != nil {
			return err
		}
	}
	ours, err := pinned(filepath.Join(dir, "go.mod"))
	if err != nil {
		return err
	}
	if semver.Compare(ours, theirs) > 0 {
		return fmt.Errorf("gopls %s is built on %s %s and uses its internals, but permvet %s needs %s: choose a newer gopls with -gopls, or an older permvet",
			version, xtools, theirs, s, ours)
	}
	return nil
}

// pinned reads the version of x/tools from a go.mod file.
func pinned(file string) (string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("reading what %s needs: %w", file, err)
	}
	f, err := modfile.ParseLax(file, data, nil)
	if err != nil {
		return "", fmt.Errorf("reading what %s needs: %w", file, err)
	}
	for _, r := range f.Require {
		if r.Mod.Path == xtools {
			return r.Mod.Version, nil
		}
	}
	return "", fmt.Errorf("%s requires no %s", file, xtools)
}

// A self is the permvet to link in: a version, or a directory.
type self struct{ version, dir string }

func (s self) String() string {
	if s.dir != "" {
		return s.dir
	}
	return s.version
}

// require is the version for go.mod; that of a replaced module means nothing.
func (s self) require() string {
	if s.dir != "" {
		return "v0.0.0"
	}
	return s.version
}

// self finds the permvet to link in: the checkout that the user names, the version that this command is, or the
// checkout that the user stands in.
func (b *build) self(ctx context.Context) (self, error) {
	if b.source != "" {
		return self{dir: b.source}, nil
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range append([]*debug.Module{&info.Main}, info.Deps...) {
			if m.Path == module && m.Replace == nil && strings.HasPrefix(m.Version, "v") && !strings.Contains(m.Version, "+dirty") {
				return self{version: m.Version}, nil
			}
		}
	}
	here := &goCommand{}
	if line, err := here.run(ctx, "list", "-m", "-f={{.Path}} {{.Dir}}"); err == nil {
		if dir, ok := strings.CutPrefix(line, module+" "); ok {
			return self{dir: dir}, nil
		}
	}
	return self{}, errors.New("this permvet was built from a checkout: name it with -permvet DIR")
}
