//go:build unix && !linux && !aix && (!solaris || illumos)

package safecreate

func specialObstacles() []obstacle { return nil }
