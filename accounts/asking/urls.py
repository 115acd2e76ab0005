from django.urls import path

from . import views

app_name = "asking"
urlpatterns = [
    path("hitta-organisation/", views.find, name="find"),
    path("ny-organisation/", views.new, name="new"),
    path("ny-organisation/<int:pk>/ta-tillbaka/", views.stop_asking, name="stop-asking"),
]
