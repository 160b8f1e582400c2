package settings

import (
	"errors"
	"fmt"
	"path"
	"strings"
)

// validGlob says what is wrong with the path of an exclude.
func validGlob(glob string) error {
	clean := strings.Trim(glob, "/")
	switch {
	case clean == "" || strings.TrimSpace(clean) != clean:
		return errors.New("path is missing")
	case strings.HasPrefix(glob, "/"), path.Clean(clean) != clean && path.Clean(clean) != strings.TrimPrefix(clean, "./"),
		clean == "..", strings.HasPrefix(clean, "../"):
		return fmt.Errorf("path %q must be relative to the directory of the configuration and stay below it", glob)
	case strings.Contains(glob, `\`):
		return fmt.Errorf(`path %q: write / in place of \`, glob)
	}
	for elem := range strings.SplitSeq(clean, "/") {
		if _, err := path.Match(elem, ""); err != nil {
			return fmt.Errorf("path %q is not a pattern: its brackets do not match", glob)
		}
	}
	return nil
}

// globCovers reports whether the glob names the file or a directory above it: * is anything within a name, ** any
// number of directories.
func globCovers(glob, file string) bool {
	return covers(strings.Split(strings.TrimPrefix(strings.Trim(glob, "/"), "./"), "/"), strings.Split(file, "/"))
}

func covers(glob, file []string) bool {
	for len(glob) > 0 {
		if glob[0] == "**" {
			if len(glob) == 1 {
				return len(file) > 0
			}
			for i := range file {
				if covers(glob[1:], file[i:]) {
					return true
				}
			}
			return false
		}
		if len(file) == 0 {
			return false
		}
		if ok, err := path.Match(glob[0], file[0]); err != nil || !ok {
			return false
		}
		glob, file = glob[1:], file[1:]
	}
	return true
}
