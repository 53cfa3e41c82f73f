// Package main is demo.Language 1.0.0 in Go; the table of functions is in table.c. No panic leaves a function.
package main

// #include <stdint.h>
// #include <stddef.h>
import "C"

import (
	"sync"
	"sync/atomic"
	"unsafe"
)

//export languageVersion
func languageVersion() C.int32_t {
	return 1001
}

//export languageAdd
func languageAdd(a C.int32_t, b C.int64_t) C.int64_t {
	return C.int64_t(a) + b
}

// What is returned was allocated in C: no pointer to Go's memory leaves.
//
//export languageGreet
func languageGreet(name *C.char, length C.int, resultLength *C.size_t) *C.char {
	text := "Go greets " + C.GoStringN(name, length)
	*resultLength = C.size_t(len(text))
	return C.CString(text)
}

//export languageThreads
func languageThreads(n C.int32_t) C.int32_t {
	var ended atomic.Int32
	var all sync.WaitGroup
	for i := 0; i < int(n); i++ {
		all.Add(1)
		go func() {
			defer all.Done()
			ended.Add(1)
		}()
	}
	all.Wait()
	return C.int32_t(ended.Load())
}

var _ unsafe.Pointer

func main() {}
