package facts

func Wide() {} // want Wide:"isWide"

func narrow() {}
