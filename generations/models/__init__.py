from generations.models.bars import PromptBar
from generations.models.generations import Generation
from generations.models.likes import Like
from generations.models.reports import Report

__all__ = ["Generation", "Like", "PromptBar", "Report"]
