package api

// A Library row is of a third-party module: its source is not at hand when a
// caller is looked at by itself, or it chooses the mode where callers do not.
// The tests know only the shape of these rows, so each one says what it saw.

const (
	whySQLite    = "SQLite creates the database, and -wal and -shm beside it, with 0644 (SQLITE_DEFAULT_FILE_PERMISSIONS)"
	whyBolt      = "bolt.Open hands its mode to os.OpenFile with O_CREATE"
	whyViper     = "viper.New sets configPermissions to 0644 unless SetConfigPermissions says otherwise"
	whyIni       = "SaveTo calls WriteFile with 0666"
	whyDiskv     = "a zero FilePerm means 0666, a zero PathPerm 0777"
	whyAtomic    = "creates a temporary file, changes its mode by chmod, and renames it"
	whyPending   = "creates the pending file with the mode, filtered by the umask; an existing file's mode is kept"
	whyCompanion = "sets the mode between bind and listen, under a lock, and removes only a stale socket"
	whyMkdirAs   = "makes the directories, then sets mode and owner by name"
)

// libraryRows are calls of third-party modules.
var libraryRows = join(databaseRows, configRows, atomicRows, ownedRows, companionRows)

var databaseRows = join(
	each("github.com/jmoiron/sqlx.", "Open Connect MustConnect", Call{Does: Create, What: File, Path: 2, Drivers: "sqlite sqlite3 libsql", Result: 1, Fixed: 0o644, HasFixed: true, Why: whySQLite}),
	boltOpen("go.etcd.io/bbolt."), boltOpen("github.com/boltdb/bolt."), boltOpen("github.com/coreos/bbolt."),
	each("github.com/asdine/storm.", "Open", Call{Does: Create, What: File, Path: 1, Result: 1, Fixed: 0o600, HasFixed: true, FixedFlags: "O_RDWR|O_CREATE", Why: "opens its bolt database with 0600 unless BoltOptions says otherwise"}),
	each("github.com/asdine/storm/v3.", "Open", Call{Does: Create, What: File, Path: 1, Result: 1, Fixed: 0o600, HasFixed: true, FixedFlags: "O_RDWR|O_CREATE", Why: "opens its bolt database with 0600 unless BoltOptions says otherwise"}),
	each("github.com/asdine/storm.", "OpenWithOptions", Call{Does: Create, What: File, Path: 1, Mode: 2, Result: 1, FixedFlags: "O_RDWR|O_CREATE", Why: whyBolt}),
	each("github.com/tidwall/buntdb.", "Open", Call{Does: Create, What: File, Path: 1, Result: 1, Fixed: 0o666, HasFixed: true, FixedFlags: "O_RDWR|O_CREATE", Why: "Open passes 0666 to os.OpenFile; there is no option"}),
	each("github.com/syndtr/goleveldb/leveldb.", "OpenFile", Call{Does: Create, What: Dir, Path: 1, Result: 1, Fixed: 0o755, HasFixed: true, Parents: true, Why: "makes the directory with 0755 and the files in it with 0644"}),
	each("github.com/peterbourgon/diskv.", "New", Call{Does: Create, What: File, Mode: 1, ModeField: "FilePerm", Result: 1, Fixed: 0o666, HasFixed: true, Why: whyDiskv}),
	each("github.com/peterbourgon/diskv/v3.", "New", Call{Does: Create, What: File, Mode: 1, ModeField: "FilePerm", Result: 1, Fixed: 0o666, HasFixed: true, Why: whyDiskv}),
)

func boltOpen(prefix string) []*Call {
	return each(prefix, "Open", Call{Does: Create, What: File, Path: 1, Mode: 2, Result: 1, FixedFlags: "O_RDWR|O_CREATE", Why: whyBolt})
}

// configRows write configuration.
var configRows = join(
	viperRows("github.com/spf13/viper.", 0), viperRows("(*github.com/spf13/viper.Viper).", Recv),
	each("(*gopkg.in/ini.v1.File).", "SaveTo SaveToIndent", Call{Does: Create, What: File, Path: 1, Fixed: 0o666, HasFixed: true, FixedFlags: overwrite, Why: whyIni}),
	each("(*github.com/go-ini/ini.File).", "SaveTo SaveToIndent", Call{Does: Create, What: File, Path: 1, Fixed: 0o666, HasFixed: true, FixedFlags: overwrite, Why: whyIni}),
	each("k8s.io/client-go/tools/clientcmd.", "WriteToFile", Call{Does: Create, What: File, Data: 1, Path: 2, Fixed: 0o600, HasFixed: true, FixedFlags: overwrite, Why: "writes the kubeconfig with 0600"}),
	each("k8s.io/client-go/util/keyutil.", "WriteKey", Call{Does: Create, What: File, Path: 1, Data: 2, Fixed: 0o600, HasFixed: true, FixedFlags: overwrite, Why: "writes the key with 0600"}),
	each("k8s.io/client-go/util/cert.", "WriteCert", Call{Does: Create, What: File, Path: 1, Data: 2, Fixed: 0o644, HasFixed: true, FixedFlags: overwrite, Why: "writes the certificate with 0644"}),
	each("(*github.com/gin-gonic/gin.Context).", "SaveUploadedFile", Call{Does: Create, What: File, Path: 2, Fixed: 0o666, HasFixed: true, FixedFlags: truncate, Why: "os.Create; its optional mode goes to the directory, by name"}),
)

func viperRows(prefix string, handle Arg) []*Call {
	config := Call{Does: Create, What: File, Handle: handle, Fixed: 0o644, HasFixed: true, FixedFlags: overwrite, Why: whyViper}
	named := config
	named.Path = 1
	return join(
		each(prefix, "WriteConfig SafeWriteConfig", config),
		each(prefix, "WriteConfigAs SafeWriteConfigAs", named),
		each(prefix, "SetConfigPermissions", Call{Does: SetMode, Handle: handle, Mode: 1, Why: whyViper}),
	)
}

// atomicRows write a new file and rename it over the old one.
var atomicRows = join(
	each("github.com/moby/sys/atomicwriter.", "WriteFile", Call{Does: Create, What: File, Path: 1, Data: 2, Mode: 3, FixedFlags: overwrite, Exact: true, Replaces: true, NoFollow: true, Why: whyAtomic}),
	each("github.com/moby/sys/atomicwriter.", "New", Call{Does: Create, What: File, Path: 1, Mode: 2, Result: 1, FixedFlags: overwrite, Exact: true, Replaces: true, NoFollow: true, Why: whyAtomic}),
	each("github.com/docker/docker/pkg/ioutils.", "AtomicWriteFile", Call{Does: Create, What: File, Path: 1, Data: 2, Mode: 3, FixedFlags: overwrite, Exact: true, Replaces: true, NoFollow: true, Why: whyAtomic}),
	each("github.com/docker/docker/pkg/ioutils.", "NewAtomicFileWriter", Call{Does: Create, What: File, Path: 1, Mode: 2, Result: 1, FixedFlags: overwrite, Exact: true, Replaces: true, NoFollow: true, Why: whyAtomic}),
	each("github.com/containerd/continuity.", "AtomicWriteFile", Call{Does: Create, What: File, Path: 1, Data: 2, Mode: 3, FixedFlags: overwrite, Exact: true, Replaces: true, NoFollow: true, Why: whyAtomic}),
	each("github.com/google/renameio.", "WriteFile", renameio), each("github.com/google/renameio/v2.", "WriteFile", renameio),
	each("github.com/google/renameio/maybe.", "WriteFile", renameio), each("github.com/google/renameio/v2/maybe.", "WriteFile", renameio),
	each("github.com/natefinch/atomic.", "WriteFile", Call{Does: Create, What: File, Path: 1, Data: 2, Fixed: 0o600, HasFixed: true, FixedFlags: overwrite, Replaces: true, NoFollow: true, Why: "a new file keeps the temporary file's 0600, an existing one its own mode"}),
	each("github.com/dchest/safefile.", "WriteFile", Call{Does: Create, What: File, Path: 1, Data: 2, Mode: 3, FixedFlags: overwrite, Replaces: true, NoFollow: true, Why: "creates the temporary file with the mode, filtered by the umask"}),
	each("github.com/dchest/safefile.", "Create", Call{Does: Create, What: File, Path: 1, Mode: 2, Result: 1, FixedFlags: overwrite, Replaces: true, NoFollow: true, Why: "creates the temporary file with the mode, filtered by the umask"}),
)

var renameio = Call{Does: Create, What: File, Path: 1, Data: 2, Mode: 3, FixedFlags: overwrite, NoFollow: true, Why: whyPending}

// ownedRows make objects that are handed to another user.
var ownedRows = join(
	each("github.com/moby/sys/user.", "MkdirAllAndChown", Call{Does: Create, What: Dir, Path: 1, Mode: 2, ID: 3, GID: 4, Parents: true, Exact: true, Why: whyMkdirAs}),
	each("github.com/moby/sys/user.", "MkdirAndChown", Call{Does: Create, What: Dir, Path: 1, Mode: 2, ID: 3, GID: 4, Exact: true, Why: whyMkdirAs}),
	each("github.com/docker/docker/pkg/idtools.", "MkdirAllAndChown MkdirAllAndChownNew", Call{Does: Create, What: Dir, Path: 1, Mode: 2, Parents: true, Exact: true, Why: whyMkdirAs}),
	each("github.com/docker/docker/pkg/idtools.", "MkdirAndChown", Call{Does: Create, What: Dir, Path: 1, Mode: 2, Exact: true, Why: whyMkdirAs}),
	each("(*github.com/gin-gonic/gin.Engine).", "RunUnix", Call{Does: Listen, What: Socket, Path: 1, Fixed: 0o777, HasFixed: true, Why: whyBind}),
)

// companionRows are calls of the library to which fixes rewrite: their sockets
// have the mode from the first moment at which somebody can connect.
var companionRows = join(
	each("github.com/permvet/permvet/safecreate/cloexec.", "New", Call{Does: NewFD, Result: 1, FD: always(1), Why: "runs the function that it is given, and marks its descriptor, under syscall.ForkLock"}),
	each("github.com/permvet/permvet/safecreate.", "Listen", Call{Does: Listen, What: Socket, Network: 1, Path: 2, Mode: 3, Result: 1, Exact: true, Why: whyCompanion}),
	each("github.com/permvet/permvet/safecreate.", "ListenContext", Call{Does: Listen, What: Socket, Network: 2, Path: 3, Mode: 4, Result: 1, Exact: true, Why: whyCompanion}),
	each("github.com/permvet/permvet/safecreate.", "ListenUnix ListenUnixgram", Call{Does: Listen, What: Socket, Path: 2, Mode: 3, Result: 1, Exact: true, Why: whyCompanion}),
)
