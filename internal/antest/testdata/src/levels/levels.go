package levels

func wide()     {}            // want `^error: wide is declared \(levels/wide\)$`
func narrow()   {}            // a note, for strict runs only
func ignored()  { _ = 0o666 } //permvet:ignore levels it is only a test
func unwanted() {}
