from django.shortcuts import render


def account(request):
    """What the portal keeps of whoever is signed in, and the ways on from here."""
    return render(request, "accounts/account.html")
