// Package vars has variables and nothing else.
package vars

import "path/filepath"

var Dir = "/srv/data" // want Dir:`is "/srv/data"`

var Log = "/tmp/a:b.log" // want Log:`is "/tmp/a:b.log"`

var Mode = 0o640 // want Mode:"is 0640"

var File = filepath.Join(Dir, "pid") // want File:`is "/srv/data/pid"`
