-- demo.Language 1.0.0 in Haskell; the table of functions is in table.c.
{-# LANGUAGE ForeignFunctionInterface #-}
module Language where

import Control.Concurrent
import Control.Monad
import Data.Int
import Foreign.C.String
import Foreign.C.Types
import Foreign.Marshal.Array
import Foreign.Ptr
import Foreign.Storable

foreign export ccall languageVersion :: IO Int32
foreign export ccall languageAdd :: Int32 -> Int64 -> IO Int64
foreign export ccall languageGreet :: CString -> CInt -> Ptr CSize -> IO CString
foreign export ccall languageThreads :: Int32 -> IO Int32

languageVersion :: IO Int32
languageVersion = return 1001

languageAdd :: Int32 -> Int64 -> IO Int64
languageAdd a b = return (fromIntegral a + b)

languageGreet :: CString -> CInt -> Ptr CSize -> IO CString
languageGreet name len resultLength = do
  given <- peekArray (fromIntegral len) name
  let text = map castCharToCChar "Haskell greets " ++ given
  poke resultLength (fromIntegral (length text))
  newArray text

languageThreads :: Int32 -> IO Int32
languageThreads n = do
  ended <- newMVar 0
  all <- forM [1 .. n] $ \_ -> do
    done <- newEmptyMVar
    _ <- forkIO (modifyMVar_ ended (return . (+ 1)) >> putMVar done ())
    return done
  mapM_ takeMVar all
  takeMVar ended
