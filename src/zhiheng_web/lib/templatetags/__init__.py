"""What templates may say: words in two languages (`zh`) and the furniture of pages (`furniture`)."""
