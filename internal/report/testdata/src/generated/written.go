package generated

func errorToo() {} // want "error"
