"""Tests of profiles use the policies and the cache that the tests of policies do."""

from tests.policy.conftest import _own_cache, policies, warm_cache

__all__ = ["_own_cache", "policies", "warm_cache"]
