"""What can be watched of images."""

from realtime import topics


def test_one_image_has_one_topic(ada, ask):
    (image,) = ask(ada)
    plain = image.pk.hex
    others = [plain, plain.upper(), str(image.pk).upper(), f"{plain[:4]}-{plain[4:]}", f"-{image.pk}-"]
    assert topics.may_watch(ada, image.topic)
    assert not [name for name in others if topics.may_watch(ada, f"generation.{name}")]
