package state

import "os"

type volume struct{ paths []string }

func (v *volume) path() (p string) {
	for _, q := range v.paths {
		p += q
	}
	return p
}

// ensure is told once, not at every call; and the name of the function that
// calls it says nothing about the directory.
func (v *volume) ensure() error { return os.Mkdir(v.path(), 0o711) }

type backend struct{ find func() *volume }

func (b *backend) importVolume() error {
	v := b.find()
	return v.ensure()
}

type store struct{ rootDir string }

func (s *store) ensure() error { return os.Mkdir(s.rootDir, 0o711) } // want `warning: os.Mkdir creates a directory with mode 0711`

func restoreSnapshot(find func() *store) error { return find().ensure() }
