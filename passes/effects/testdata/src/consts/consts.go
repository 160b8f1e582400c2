// Package consts has functions that do nothing to the world.
package consts

var PIDFile = "/tmp/x.pid" // want PIDFile:`is "/tmp/x.pid"`

var Changed = "/tmp/y"

var Pointed = "/tmp/z"

var Mode uint32 = 0o640 // want Mode:"is 0640"

func Change() { Changed = "/tmp/w" }

func Point() *string { return &Pointed }

func Default() string { return PIDFile }
