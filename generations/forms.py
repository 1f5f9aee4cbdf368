from django import forms
from django.core.exceptions import ValidationError

from generations.choices import LONGEST_PROMPT, MOST_AT_ONCE, SEEDS, SIZES, models_of, sides_of
from generations.models import Generation
from generations.models.bars import FIELDS
from realtime.texts import is_storable

TOO_LONG = f"This is too long. At most {LONGEST_PROMPT:,} characters."
PROMPT_ERRORS = {"required": "Say what to draw first.", "max_length": TOO_LONG}


def storable(text):
    """Raises ValidationError."""
    if not is_storable(text):
        raise ValidationError("This text has characters that cannot be stored.")


class PromptForm(forms.Form):
    """The prompt bar: what to draw, how, how often, and who sees it. `key` is the page's own for each click."""

    key = forms.UUIDField()
    prompt = forms.CharField(max_length=LONGEST_PROMPT, error_messages=PROMPT_ERRORS, validators=[storable])
    negative_prompt = forms.CharField(
        max_length=LONGEST_PROMPT, required=False, error_messages=PROMPT_ERRORS, validators=[storable]
    )
    size = forms.ChoiceField(choices=SIZES.items())
    model = forms.ChoiceField(error_messages={"invalid_choice": "This model is not offered any more. Choose another one."})
    count = forms.TypedChoiceField(choices=[(n, n) for n in range(1, MOST_AT_ONCE + 1)], coerce=int)
    seed = forms.IntegerField(min_value=0, max_value=SEEDS - 1, required=False)
    visibility = forms.ChoiceField(choices=Generation.Visibility.choices)

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["model"].choices = models_of(user)

    @property
    def wish(self):
        """What `Generation.ask` takes, besides the key."""
        cleaned = self.cleaned_data
        width, height = sides_of(cleaned["size"])
        names = ("prompt", "negative_prompt", "model", "count", "seed", "visibility")
        return {"width": width, "height": height, **{name: cleaned[name] for name in names}}

    @property
    def bar(self):
        """What is remembered of it."""
        return {name: self.cleaned_data[name] for name in FIELDS}

    @property
    def words(self):
        """Everything that is wrong with it, in one line."""
        return " ".join(word for errors in self.errors.values() for word in errors)
