package unwanted

import "os"

func write() error {
	return os.WriteFile("a", nil, 0o666)
}

func fine() {} // want "nothing here"
