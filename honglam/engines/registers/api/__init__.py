"""Registers for programs: one set of typed routes a register, made from its declaration."""

from honglam.engines.registers.api.routes import router

__all__ = ["router"]
