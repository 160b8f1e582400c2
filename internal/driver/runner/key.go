package runner

import (
	"bytes"
	"cmp"
	"encoding/gob"
	"flag"
	"maps"
	"os"
	"slices"

	"golang.org/x/tools/go/packages"

	"github.com/permvet/permvet/internal/cache"
	"github.com/permvet/permvet/internal/driver/finding"
	"github.com/permvet/permvet/internal/facts"
)

// An entry is what the cache keeps of a package.
type entry struct {
	Sig      cache.Key
	Facts    []byte
	Findings []finding.Finding
	Remarks  []string
}

// baseKey covers what is the same for all packages: this program, the go command, the system.
func (r *run) baseKey() cache.Key {
	h := cache.NewHash("run")
	exe, err := os.Executable()
	if err == nil {
		var sum cache.Key
		if sum, err = r.files.Hash(exe); err == nil {
			h.Key(sum)
		}
	}
	if err != nil {
		r.cache = nil // there is no telling which program this is
	}
	h.String(r.graph.GoVersion, r.graph.GOOS, r.graph.GOARCH, os.Getenv("GODEBUG"))
	return h.Sum()
}

// configuration covers the analyzers of a plan with their flags and settings.
func (p *plan) configuration(base cache.Key, settings string) cache.Key {
	h := cache.NewHash("analyzers")
	h.Key(base)
	h.String(settings)
	for _, a := range p.order {
		h.String(a.Name)
		a.Flags.VisitAll(func(f *flag.Flag) { h.String(f.Name, f.Value.String()) })
	}
	return h.Sum()
}

// recall computes the key of a package and looks up its result. It reports whether there is no more to be done: where
// no facts can arise, there is no result.
func (r *run) recall(n *node) bool {
	n.key, n.stable = r.keyOf(n)
	n.sig = n.key
	if !n.Bodies {
		return true
	}
	if !n.stable {
		return false
	}
	data, ok := r.cache.Get(n.key)
	if !ok {
		return false
	}
	var e entry
	if gob.NewDecoder(bytes.NewReader(data)).Decode(&e) != nil {
		return false
	}
	n.sig, n.facts, n.findings, n.remarks = e.Sig, e.Facts, e.Findings, e.Remarks
	return true
}

// keyOf covers all that the result of a package depends on. It reports whether that is known: it is not if a file
// cannot be read, or if the result of an import depends on more than its key.
func (r *run) keyOf(n *node) (cache.Key, bool) {
	h := cache.NewHash("package")
	h.Key(r.plan(n).key)
	h.String(n.ID, n.PkgPath, n.Name)
	hashModule(h, n.Module)
	h.Int(len(n.Errors))
	for _, e := range n.Errors {
		h.String(e.Pos, e.Msg)
	}
	h.Int(len(n.GoFiles))
	for _, name := range n.GoFiles {
		sum, err := r.files.Hash(name)
		if err != nil {
			return h.Sum(), false
		}
		h.String(name)
		h.Key(sum)
	}
	h.Int(len(n.OtherFiles))
	h.String(n.OtherFiles...)
	for _, path := range slices.Sorted(maps.Keys(n.Deps)) {
		dep := r.nodes[n.Deps[path].Index]
		if !dep.stable {
			return h.Sum(), false
		}
		h.String(path, dep.PkgPath)
		h.Key(dep.sig)
	}
	return h.Sum(), true
}

func hashModule(h *cache.Hash, m *packages.Module) {
	for ; m != nil; m = m.Replace {
		h.String(m.Path, m.Version, m.GoVersion)
		h.Int(btoi(m.Main))
	}
	h.Int(0)
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// remember stores the result of a package that was analyzed.
func (r *run) remember(n *node) {
	if r.files.Changed() {
		n.stable = false // the keys are those of files as they were before
	}
	if !n.stable {
		return
	}
	if n.Own && n.Problem == nil {
		n.sig = r.signature(n)
	}
	if r.cache == nil {
		return
	}
	var buf bytes.Buffer
	if gob.NewEncoder(&buf).Encode(entry{n.sig, n.facts, n.findings, n.remarks}) == nil {
		_ = r.cache.Put(n.key, buf.Bytes()) // the next run takes longer, that is all
	}
}

// signature covers what importers can see of a package: its types, those of other packages that they mention, and
// facts. For a package that never changes the key does as well, and is there without type-checking.
func (r *run) signature(n *node) cache.Key {
	h := cache.NewHash("signature")
	h.Bytes(n.facts)
	for _, path := range slices.Sorted(maps.Keys(n.Deps)) {
		h.String(path)
	}
	var text bytes.Buffer
	var mentioned []*node
	for _, p := range facts.Surface(&text, n.Types) {
		if q := r.graph.PackageOf(p); q != nil {
			mentioned = append(mentioned, r.nodes[q.Index])
		}
	}
	h.Bytes(text.Bytes())
	slices.SortFunc(mentioned, func(a, b *node) int { return cmp.Compare(a.ID, b.ID) })
	for _, q := range mentioned {
		h.String(q.ID)
		h.Key(q.sig)
	}
	return h.Sum()
}
