package driver

import (
	"errors"
	"os"

	"github.com/permvet/permvet/internal/cache"
)

// cacheVariable turns the cache off, or moves it.
const cacheVariable = "PERMVET_CACHE"

// openCache opens the user's cache; nil means that none is wanted. An error is worth a remark, but a run needs no
// cache.
func openCache() (*cache.Dir, error) {
	dir, err := cache.Locate(os.Getenv(cacheVariable))
	switch {
	case errors.Is(err, cache.ErrOff):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return cache.Open(dir)
}

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
