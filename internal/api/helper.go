package api

// Helper names the function of the companion library that makes what c makes,
// with exactly the mode that it is given as its last argument, which is number
// mode. Where mode is beyond c's own arguments it must be added; all others
// stay as they are.
func (c *Call) Helper() (name string, mode int, ok bool) {
	if c.DirFD != 0 || c.RawMode || c.FD != nil || c.Replaces || c.Library() {
		return "", 0, false
	}
	switch {
	case c.Does == Listen && c.Network == 1 && c.Path == 2:
		return "Listen", 3, true
	case c.Does != Create || c.Path != 1 || c.What == TempFile:
	case c.Flags == 2 && c.Mode == 3:
		return "OpenFile", 3, true
	case c.Data == 2 && c.Mode == 3:
		return "WriteFile", 3, true
	case c.What == File && c.Moded != "":
		return "Create", 2, true
	case c.What == Dir && c.Mode == 2 && c.Parents:
		return "MkdirAll", 2, true
	case c.What == Dir && c.Mode == 2:
		return "Mkdir", 2, true
	}
	return "", 0, false
}
