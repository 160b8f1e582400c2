package driver

import (
	"errors"
	"os"

	"github.com/permvet/permvet/internal/cache"
)

// cacheVariable turns the cache off, or moves it.
const cacheVariable = "PERMVET_CACHE"

// openCache opens the user's cache; nil means that none is wanted, or that this user has no place for one. An error is
// worth a remark, but a run needs no cache.
func openCache() (*cache.Dir, error) {
	setting := os.Getenv(cacheVariable)
	dir, err := cache.Locate(setting)
	if errors.Is(err, cache.ErrOff) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	d, err := cache.Open(dir)
	if errors.Is(err, cache.ErrCreate) && setting == "" {
		return nil, nil
	}
	return d, err
}

// cleanCache removes the user's cache.
func cleanCache() error {
	dir, err := cache.Locate(os.Getenv(cacheVariable))
	if errors.Is(err, cache.ErrOff) {
		return nil
	}
	if err != nil {
		return err
	}
	return cache.Clean(dir)
}
