"""Many apps as one study: a manifest or a folder of captures → tables in Parquet → shares with their denominators."""
