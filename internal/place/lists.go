package place

// sharedDirs are directories in which every user may make names.
var sharedDirs = []string{"/tmp/", "/var/tmp/", "/usr/tmp/", "/dev/shm/", "/private/tmp/", "/private/var/tmp/"}

// ownedBelow are names below shared directories that a protocol fixes and the
// system makes for it.
var ownedBelow = []string{"/tmp/.X11-unix/", "/tmp/.ICE-unix/", "/tmp/krb5cc_"}

// kernelDirs are file systems of the kernel.
var kernelDirs = []string{"/proc/", "/sys/", "/dev/"}

// cgroupFiles are interfaces to the kernel in any directory of a cgroup
// hierarchy, beside cgroup.*.
var cgroupFiles = []string{"tasks", "procs", "threads", "release_agent", "notify_on_release"}

// privateDirs are made 0700 by the system for the user whose session it is.
var privateDirs = []string{"/run/user/", "/var/folders/"}

// userDirs hold the homes of users.
var userDirs = []string{"/home/", "/Users/", "~/"}

// rootDirs can be changed by root alone on every system that follows the file
// system hierarchy.
var rootDirs = []string{
	"/etc/", "/usr/", "/bin/", "/sbin/", "/lib/", "/lib64/", "/opt/", "/boot/", "/root/",
	"/Library/", "/System/", "/private/etc/",
}

// serviceDirs are where services keep what is theirs: root makes a directory
// for each.
var serviceDirs = []string{"/var/", "/run/", "/srv/", "/private/var/"}

// ownTemp reports whether each user has a temporary directory of his own, as a
// rule.
func ownTemp(goos string) bool {
	switch goos {
	case "darwin", "ios", "windows", "plan9":
		return true
	}
	return false
}
