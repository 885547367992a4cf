"""Tests of training: bulletins, meetings, register, class for those behind, contests."""
