"""Audit many apps as one study: a manifest or folder of captures → Parquet tables → shares with their denominators."""
